import { graphql } from '../api/generated';
import type { WaypointsPanelFragment } from '../api/generated/graphql';
import { counted, formatNumber } from '../format/number';
import { Panel } from '../frame/panel';
import { Empty } from '../state/empty';
import table from '../table/table.module.css';
import { EnforcerTypeTag } from '../words/tags';

graphql(`
  fragment WaypointsPanel on Cluster {
    waypoints {
      namespace
      name
      type
      waypointFor
      ready
      boundServices
      boundWorkloads
    }
  }
`);

const READINESS: Record<string, string> = { READY: 'ready', NOT_READY: 'not ready', UNKNOWN: 'unknown' };

export function WaypointsPanel({ cluster: { waypoints } }: { cluster: WaypointsPanelFragment }) {
  return (
    <Panel id="waypoints" title={counted(waypoints.length, 'waypoint or gateway', 'waypoints and gateways')} flush>
      {waypoints.length === 0 ? (
        <Empty title="No waypoint">Nothing in this cluster reads HTTP for ambient workloads.</Empty>
      ) : (
        <div className={table.scroll}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">Gateway</th>
                <th scope="col" className={table.small}>
                  For
                </th>
                <th scope="col">State</th>
                <th scope="col" className={table.right}>
                  Services
                </th>
                <th scope="col" className={`${table.right} ${table.small}`}>
                  Workloads
                </th>
              </tr>
            </thead>
            <tbody>
              {waypoints.map(({ namespace, name, type, waypointFor, ready, boundServices, boundWorkloads }) => (
                <tr key={`${namespace}/${name}`}>
                  <td>
                    <span>
                      {namespace}/{name}
                    </span>
                    <div className={table.under}>
                      <EnforcerTypeTag type={type} />
                    </div>
                  </td>
                  <td className={table.small}>{waypointFor || <span className="dim">–</span>}</td>
                  <td className={table.tight}>{READINESS[ready] ?? ready}</td>
                  <td className={table.right}>{formatNumber(boundServices)}</td>
                  <td className={`${table.right} ${table.small}`}>{formatNumber(boundWorkloads)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
