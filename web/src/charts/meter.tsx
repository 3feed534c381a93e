import './meter.css';

/// A share of a whole as a bar; the figure stands beside it in words.
export function Meter({ percent, label }: { percent: number; label: string }) {
  const bounded = Math.max(0, Math.min(100, percent));
  const tone = bounded >= 95 ? 'bad' : bounded >= 85 ? 'warn' : '';
  return (
    <span className={`meter ${tone}`} role="img" aria-label={label}>
      <span style={{ width: `${bounded}%` }} />
    </span>
  );
}
