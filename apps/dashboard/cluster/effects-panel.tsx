import Link from 'next/link';
import { graphql } from '../api/generated';
import type { EffectsPanelFragment } from '../api/generated/graphql';
import { counted, formatNumber } from '../format/number';
import { Panel } from '../frame/panel';
import { MixBar } from '../mix/mix-bar';
import { partsByFamily } from '../mix/parts';
import { Empty } from '../state/empty';
import table from '../table/table.module.css';
import { policiesHref } from '../url/addresses';
import { EFFECTS } from '../words/effects';
import { EffectTag } from '../words/tags';
import classes from '../fleet/enforcement-panel.module.css';

graphql(`
  fragment EffectsPanel on Cluster {
    name
    policyCount
    effectCounts {
      effect
      count
    }
  }
`);

export function EffectsPanel({ cluster }: { cluster: EffectsPanelFragment }) {
  const { name, policyCount, effectCounts } = cluster;
  const countByEffect = new Map(effectCounts.map(({ effect, count }) => [effect, count]));
  return (
    <Panel
      id="effects"
      title="What is enforced of what was written"
      note="Verdicts: one for each policy, enforcer and way the traffic comes."
      all={{ href: policiesHref({ cluster: name }), label: counted(policyCount, 'policy', 'policies') }}
      flush
    >
      {effectCounts.length === 0 ? (
        <Empty title="No policy">This cluster holds nothing that attaches to traffic.</Empty>
      ) : (
        <div className={table.scroll}>
          <div className={classes.bar}>
            <MixBar parts={partsByFamily(effectCounts)} name={`Verdicts by effect in ${name}`} height={12} />
          </div>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">This policy …</th>
                <th scope="col" className={table.right}>
                  Verdicts
                </th>
              </tr>
            </thead>
            <tbody>
              {EFFECTS.filter((effect) => countByEffect.get(effect)).map((effect) => {
                const count = formatNumber(countByEffect.get(effect) ?? 0);
                return (
                  <tr key={effect}>
                    <td>
                      <EffectTag effect={effect} href={policiesHref({ cluster: name, effect })} />
                    </td>
                    <td className={table.right}>
                      <Link
                        href={policiesHref({ cluster: name, effect })}
                        prefetch={false}
                        aria-label={`${count} verdicts: their policies`}
                      >
                        {count}
                      </Link>
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
