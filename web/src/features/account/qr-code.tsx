import { encode } from 'uqr';

const QUIET_MODULES = 4;

/// A QR code drawn by the page itself: what it holds goes nowhere else. Dark on light in both themes, since readers need that.
export function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { border: 0, ecc: 'M' });
  const path = data
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + QUIET_MODULES} ${y + QUIET_MODULES}h1v1h-1z` : '')))
    .join('');
  const side = size + 2 * QUIET_MODULES;
  return (
    <svg className="qr-code" role="img" aria-label={label} viewBox={`0 0 ${side} ${side}`} shapeRendering="crispEdges">
      <title>{label}</title>
      <path className="qr-light" d={`M0 0h${side}v${side}H0z`} />
      <path className="qr-dark" d={path} />
    </svg>
  );
}
