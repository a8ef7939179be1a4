import Link from 'next/link';
import { graphql } from '../api/generated';
import type { EnforcementPanelFragment } from '../api/generated/graphql';
import { formatNumber, formatShare } from '../format/number';
import { Panel } from '../frame/panel';
import { MixBar } from '../mix/mix-bar';
import { partsByFamily } from '../mix/parts';
import table from '../table/table.module.css';
import { policiesHref } from '../url/addresses';
import { EFFECTS } from '../words/effects';
import { EffectTag } from '../words/tags';
import classes from './enforcement-panel.module.css';

graphql(`
  fragment EnforcementPanel on FleetSummary {
    effectCounts {
      effect
      count
    }
  }
`);

/** What becomes of the policies that people wrote. The bar's table is right below it. */
export function EnforcementPanel({ fleet }: { fleet: EnforcementPanelFragment }) {
  const countByEffect = new Map(fleet.effectCounts.map(({ effect, count }) => [effect, count]));
  const verdicts = fleet.effectCounts.reduce((before, { count }) => before + count, 0);
  const rows = EFFECTS.filter((effect) => countByEffect.get(effect));
  return (
    <Panel
      id="enforcement"
      title="What is enforced of what was written"
      note="Verdicts: one for each policy, cluster, enforcer and way the traffic comes."
      all={{ href: policiesHref(), label: 'All policies' }}
      flush
    >
      <div className={table.scroll}>
        <div className={classes.bar}>
          <MixBar parts={partsByFamily(fleet.effectCounts)} name="Verdicts by effect" height={12} />
        </div>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">This policy …</th>
              <th scope="col" className={table.right}>
                Verdicts
              </th>
              <th scope="col" className={`${table.right} ${table.small}`}>
                Share
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((effect) => {
              const count = countByEffect.get(effect) ?? 0;
              return (
                <tr key={effect}>
                  <td>
                    <EffectTag effect={effect} href={policiesHref({ effect })} />
                  </td>
                  <td className={table.right}>
                    <Link
                      href={policiesHref({ effect })}
                      prefetch={false}
                      aria-label={`${formatNumber(count)} verdicts: their policies`}
                    >
                      {formatNumber(count)}
                    </Link>
                  </td>
                  <td className={`${table.right} ${table.small} dim`}>{formatShare(count, verdicts)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
