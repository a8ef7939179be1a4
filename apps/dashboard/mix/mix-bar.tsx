import { formatNumber } from '../format/number';
import classes from './mix-bar.module.css';
import { type Part, stretchesOf } from './parts';

/** Between two stretches, in hundredths of the bar. */
const GAP = 0.8;

/** A small bar of parts. Its text says the same, so that it is never colour alone. */
export function MixBar({ parts, name, height = 8 }: { parts: readonly Part[]; name: string; height?: number }) {
  if (parts.length === 0) return <span className="dim">–</span>;
  const words = parts.map(({ label, count }) => `${label}: ${formatNumber(count)}`).join(', ');
  return (
    <svg
      className={classes.bar}
      viewBox={`0 0 100 ${height}`}
      height={height}
      preserveAspectRatio="none"
      role="img"
      aria-label={`${name}. ${words}`}
    >
      <title>{words}</title>
      {stretchesOf(parts, 100, 4).map(({ part: { key }, x, width }) => (
        <rect key={key} data-part={key} x={x} width={width - GAP} height={height} />
      ))}
    </svg>
  );
}
