import { graphql } from '../api/generated';
import type { PathClass, TopologyServicesFragment } from '../api/generated/graphql';
import { counted } from '../format/number';
import { Panel } from '../frame/panel';
import { Empty } from '../state/empty';
import table from '../table/table.module.css';
import { BINDING_WORDS } from '../words/binding-reasons';
import { PATH_CLASS_WORDS, PATH_CLASSES } from '../words/path-classes';
import { Explained } from '../words/explained';
import classes from './topology.module.css';
import { WayTag } from './way-tag';

graphql(`
  fragment TopologyServices on Topology {
    services {
      object {
        kind
        name
      }
      hostname
      ports {
        port
        protocol
      }
      workloads {
        kind
        namespace
        name
      }
      waypoint {
        namespace
        name
      }
      canary {
        namespace
        name
      }
      binding
      ways {
        pathClass
        bypasses
        guarded
        through {
          name
        }
      }
    }
  }
`);

type Service = TopologyServicesFragment['services'][number];

/** Each service with its waypoint, and for each way in whether it crosses it. */
export function TopologyServices({ topology: { services } }: { topology: TopologyServicesFragment }) {
  return (
    <Panel
      id="services"
      title={counted(services.length, 'service')}
      note="For each way in: does the traffic cross the waypoint on its way to the pods?"
      flush
    >
      {services.length === 0 ? (
        <Empty title="No service">Its workloads can be called by their addresses alone.</Empty>
      ) : (
        <div className={table.scroll}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">Service</th>
                <th scope="col">Waypoint</th>
                {PATH_CLASSES.map((pathClass) => (
                  <th key={pathClass} scope="col" className={table.wide}>
                    <Explained tip={PATH_CLASS_WORDS[pathClass].explanation}>
                      {PATH_CLASS_WORDS[pathClass].label}
                    </Explained>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {services.map((service) => (
                <Row key={`${service.object.kind} ${service.hostname}`} service={service} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

function Row({ service }: { service: Service }) {
  const { object, hostname, ports, waypoint, canary, binding, workloads } = service;
  return (
    <tr>
      <td>
        <span>{object.name}</span>
        <div className={table.under}>
          {object.kind === 'Service'
            ? ports.map(({ port, protocol }) => `${port} ${PROTOCOLS[protocol] ?? protocol}`).join(', ')
            : hostname}
        </div>
        {workloads.length === 0 && <div className={table.under}>no pods</div>}
      </td>
      <td>
        {waypoint ? (
          <span>
            {waypoint.namespace}/{waypoint.name}
            {canary && `, canary ${canary.namespace}/${canary.name}`}
          </span>
        ) : (
          <span className="dim">{BINDING_WORDS[binding]}</span>
        )}
        <ul className={classes.ways}>
          {PATH_CLASSES.flatMap((pathClass) => {
            const way = wayOf(service, pathClass);
            return way && waypoint
              ? [
                  <li key={pathClass}>
                    {PATH_CLASS_WORDS[pathClass].label}: <WayTag way={way} />
                  </li>,
                ]
              : [];
          })}
        </ul>
      </td>
      {PATH_CLASSES.map((pathClass) => {
        const way = wayOf(service, pathClass);
        return (
          <td key={pathClass} className={table.wide}>
            {way && waypoint ? <WayTag way={way} /> : <span className="dim">–</span>}
          </td>
        );
      })}
    </tr>
  );
}

const PROTOCOLS: Record<string, string> = { UNDECLARED: 'undeclared' };

const wayOf = ({ ways }: Service, pathClass: PathClass) => ways.find((way) => way.pathClass === pathClass);
