import Link from 'next/link';
import { counted, formatNumber } from '../format/number';
import { policyHref } from '../url/addresses';
import { EFFECT_WORDS } from '../words/effects';
import classes from './group-tabs.module.css';
import type { Group } from './groups';

interface GroupTabsProps {
  policyId: string;
  groups: readonly Group<unknown>[];
  chosen: Group<unknown>;
}

/** One tab for each group of clusters where the policy comes to the same. */
export function GroupTabs({ policyId, groups, chosen }: GroupTabsProps) {
  return (
    <nav className={classes.tabs} aria-label="Groups of clusters where this policy comes to the same">
      {groups.map((group) => {
        const [first = '', ...others] = group.clusters;
        const ruling = group.rulings[0];
        const words = ruling ? EFFECT_WORDS[ruling.effect] : null;
        const more = new Set(group.rulings.map(({ effect }) => effect)).size - 1;
        return (
          <Link
            key={first}
            href={policyHref(policyId, first)}
            className={classes.tab}
            aria-current={group === chosen ? 'true' : undefined}
            scroll={false}
          >
            <span className={classes.clusters} title={group.clusters.join(', ')}>
              {others.length === 0
                ? first
                : `${first} and ${counted(others.length, 'cluster')} more`.replace(
                    / (cluster|clusters) more$/,
                    ' more',
                  )}
            </span>
            <span className={classes.effect} data-tone={words?.family}>
              {words?.label ?? 'no verdict'}
              {more > 0 && ` and ${formatNumber(more)} more`}
            </span>
          </Link>
        );
      })}
    </nav>
  );
}
