import Link from 'next/link';
import type { Label } from '../api/shapes';
import classes from './labels.module.css';

/** Labels, each the way to the clusters that carry it. */
export function Labels({ labels, hrefFor }: { labels: readonly Label[]; hrefFor: (label: string) => string }) {
  if (labels.length === 0) return null;
  return (
    <ul className={classes.labels} aria-label="Labels">
      {labels.map(({ key, value }) => (
        <li key={key}>
          <Link href={hrefFor(`${key}=${value}`)} prefetch={false} className={classes.label}>
            {key}={value}
          </Link>
        </li>
      ))}
    </ul>
  );
}
