import { graphql } from '../api/generated';
import type { TopologyWorkloadsFragment } from '../api/generated/graphql';
import { counted, formatNumber } from '../format/number';
import { Panel } from '../frame/panel';
import { Empty } from '../state/empty';
import table from '../table/table.module.css';
import { CAPTURE_WORDS } from '../words/capture-reasons';
import { Explained } from '../words/explained';

graphql(`
  fragment TopologyWorkloads on Topology {
    workloads {
      object {
        kind
        name
      }
      pods
      captured
      captureReasons
      serviceAccounts
      waypoint {
        namespace
        name
      }
      runs {
        namespace
        name
      }
    }
  }
`);

export function TopologyWorkloads({ topology: { workloads } }: { topology: TopologyWorkloadsFragment }) {
  return (
    <Panel id="workloads" title={counted(workloads.length, 'workload')} flush>
      {workloads.length === 0 ? (
        <Empty title="No workload">The snapshot holds no pod and no pod template of this namespace.</Empty>
      ) : (
        <div className={table.scroll}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">Workload</th>
                <th scope="col">Traffic of its pods</th>
                <th scope="col" className={table.right}>
                  In ambient
                </th>
                <th scope="col" className={table.middle}>
                  Service account
                </th>
                <th scope="col" className={table.small}>
                  Waypoint of its pods
                </th>
              </tr>
            </thead>
            <tbody>
              {workloads.map(({ object, pods, captured, captureReasons, serviceAccounts, waypoint, runs }) => (
                <tr key={`${object.kind}/${object.name}`}>
                  <td>
                    <span>{object.name}</span>
                    <div className={table.under}>{object.kind}</div>
                  </td>
                  <td>
                    {captureReasons.map((reason) => (
                      <div key={reason}>
                        <Explained tip={CAPTURE_WORDS[reason].explanation}>{CAPTURE_WORDS[reason].label}</Explained>
                      </div>
                    ))}
                    {runs && (
                      <div className={table.under}>
                        runs Gateway {runs.namespace}/{runs.name}
                      </div>
                    )}
                  </td>
                  <td className={`${table.right} ${table.tight}`}>
                    {formatNumber(captured)} <span className="dim">of {formatNumber(pods)}</span>
                  </td>
                  <td className={table.middle}>{serviceAccounts.join(', ')}</td>
                  <td className={table.small}>
                    {waypoint ? `${waypoint.namespace}/${waypoint.name}` : <span className="dim">none</span>}
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
