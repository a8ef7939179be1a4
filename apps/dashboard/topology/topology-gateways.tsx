import { graphql } from '../api/generated';
import type { GatewayRole, TopologyGatewaysFragment } from '../api/generated/graphql';
import { counted } from '../format/number';
import { Panel } from '../frame/panel';
import { Empty } from '../state/empty';
import table from '../table/table.module.css';

graphql(`
  fragment TopologyGateways on Topology {
    gateways {
      object {
        namespace
        name
      }
      role
      waypointFor
      ready
    }
  }
`);

const ROLES: Record<GatewayRole, string> = {
  WAYPOINT: 'waypoint',
  AGENTGATEWAY_WAYPOINT: 'agentgateway waypoint',
  EASTWEST: 'east-west gateway',
  SANDWICH: 'sandwiched gateway',
  GATEWAY: 'gateway',
  REMOTE: 'stand-in for a remote gateway',
};
const READINESS: Record<string, string> = { READY: 'ready', NOT_READY: 'not ready', UNKNOWN: 'unknown' };

export function TopologyGateways({ topology: { gateways } }: { topology: TopologyGatewaysFragment }) {
  return (
    <Panel id="gateways" title={counted(gateways.length, 'gateway')} flush>
      {gateways.length === 0 ? (
        <Empty title="No gateway">Nothing reads HTTP on the way to this namespace.</Empty>
      ) : (
        <div className={table.scroll}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">Gateway</th>
                <th scope="col">Does</th>
                <th scope="col" className={table.small}>
                  For
                </th>
                <th scope="col">State</th>
              </tr>
            </thead>
            <tbody>
              {gateways.map(({ object, role, waypointFor, ready }) => (
                <tr key={`${object.namespace}/${object.name}`}>
                  <td>
                    {object.namespace}/{object.name}
                  </td>
                  <td>{ROLES[role]}</td>
                  <td className={table.small}>{waypointFor || <span className="dim">–</span>}</td>
                  <td className={table.tight}>{READINESS[ready] ?? ready}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
