import Link from 'next/link';
import type { FindingCounts as Counts } from '../api/shapes';
import { formatNumber } from '../format/number';
import { type FindingsState, findingsHref } from '../url/addresses';
import classes from './finding-counts.module.css';
import { SEVERITIES, SEVERITY_WORDS } from './severities';

const keyOf = { ERROR: 'error', WARNING: 'warning', INFO: 'info' } as const;

/** Open findings by severity, each the way to its list; a severity without findings is quiet. */
export function FindingCounts({ counts, within }: { counts: Counts; within: FindingsState }) {
  return (
    <span className={classes.counts}>
      {SEVERITIES.map((severity) => {
        const count = counts[keyOf[severity]];
        const { letter, label, plural } = SEVERITY_WORDS[severity];
        const words = `${formatNumber(count)} ${count === 1 ? label.toLowerCase() : plural}`;
        return (
          <Link
            key={severity}
            href={findingsHref({ ...within, severity })}
            prefetch={false}
            className={classes.count}
            data-severity={severity}
            data-none={count === 0 || undefined}
            aria-label={words}
            title={words}
          >
            <span aria-hidden>{letter}</span> {formatNumber(count)}
          </Link>
        );
      })}
    </span>
  );
}
