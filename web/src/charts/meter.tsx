import './meter.css';

/// A share of a whole as a bar; the figure stands beside it in words. `plain` for a share that is no shortage.
export function Meter({ percent, label, plain = false }: { percent: number; label: string; plain?: boolean }) {
  const bounded = Math.max(0, Math.min(100, percent));
  const tone = plain ? '' : bounded >= 95 ? 'bad' : bounded >= 85 ? 'warn' : '';
  return (
    <span className={`meter ${tone}`} role="img" aria-label={label}>
      <span style={{ width: `${bounded}%` }} />
    </span>
  );
}
