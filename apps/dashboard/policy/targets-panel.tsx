import { counted } from '../format/number';
import { Panel } from '../frame/panel';
import { Empty } from '../state/empty';
import table from '../table/table.module.css';
import { objectName } from '../words/object-name';
import { EffectTag } from '../words/tags';
import type { Ruling } from './groups';

/** What the policy applies to, or was meant for, with what it comes to there. */
export function TargetsPanel({ rulings }: { rulings: readonly Ruling[] }) {
  const targets = new Map<string, Set<Ruling['effect']>>();
  for (const ruling of rulings) {
    for (const target of ruling.targets) {
      const name = objectName(target);
      targets.set(name, (targets.get(name) ?? new Set()).add(ruling.effect));
    }
  }
  const rows = [...targets].sort(([a], [b]) => (a < b ? -1 : 1));
  return (
    <Panel id="targets" title={`Applies to, or was meant for: ${counted(rows.length, 'object')}`} flush>
      {rows.length === 0 ? (
        <Empty title="Nothing">No workload, service or gateway is selected.</Empty>
      ) : (
        <div className={table.scroll}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">Object</th>
                <th scope="col">There, the policy …</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(([name, effects]) => (
                <tr key={name}>
                  <td>{name}</td>
                  <td>
                    {[...effects].map((effect) => (
                      <div key={effect}>
                        <EffectTag effect={effect} />
                      </div>
                    ))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
