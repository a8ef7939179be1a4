import { IconMap2 } from '@tabler/icons-react';
import Link from 'next/link';
import { graphql } from '../api/generated';
import type { NamespacesPanelFragment } from '../api/generated/graphql';
import { counted, formatNumber } from '../format/number';
import { Panel } from '../frame/panel';
import { Empty } from '../state/empty';
import table from '../table/table.module.css';
import { policiesHref, topologyHref } from '../url/addresses';
import { Explained } from '../words/explained';

graphql(`
  fragment NamespacesPanel on Cluster {
    name
    namespaces {
      name
      mode
      workloads
      capturedWorkloads
      services
      waypoint
    }
  }
`);

const MODES: Record<string, { label: string; explanation: string }> = {
  AMBIENT: { label: 'ambient', explanation: 'Enrolled by its label: ztunnel carries the traffic of its pods.' },
  SIDECAR: { label: 'sidecar', explanation: 'Its pods get a sidecar each.' },
  MIXED: { label: 'mixed', explanation: 'Some of its workloads are in ambient, some have a sidecar.' },
  NONE: { label: 'not in the mesh', explanation: 'Neither ambient nor sidecars.' },
};

export function NamespacesPanel({ cluster }: { cluster: NamespacesPanelFragment }) {
  const { name: clusterName, namespaces } = cluster;
  return (
    <Panel
      id="namespaces"
      title={counted(namespaces.length, 'namespace')}
      note="A namespace leads to its policies, the map beside it to what runs in it."
      flush
    >
      {namespaces.length === 0 ? (
        <Empty title="No namespace">The snapshot holds no namespaced object.</Empty>
      ) : (
        <div className={table.scroll}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">Namespace</th>
                <th scope="col">Mode</th>
                <th scope="col" className={table.right}>
                  In ambient
                </th>
                <th scope="col" className={`${table.right} ${table.small}`}>
                  Services
                </th>
                <th scope="col" className={table.small}>
                  Waypoint
                </th>
              </tr>
            </thead>
            <tbody>
              {namespaces.map(({ name, mode, workloads, capturedWorkloads, services, waypoint }) => (
                <tr key={name}>
                  <td>
                    <Link
                      className={table.rowLink}
                      href={policiesHref({ cluster: clusterName, namespace: name })}
                      prefetch={false}
                    >
                      {name}
                    </Link>
                    <Link
                      className={`${table.above} ${table.beside}`}
                      href={topologyHref(clusterName, name)}
                      aria-label={`Topology of ${name}`}
                      prefetch={false}
                    >
                      <IconMap2 size={15} stroke={1.6} aria-hidden />
                    </Link>
                  </td>
                  <td>
                    <Explained tip={MODES[mode]?.explanation ?? mode}>{MODES[mode]?.label ?? mode}</Explained>
                  </td>
                  <td className={`${table.right} ${table.tight}`}>
                    {formatNumber(capturedWorkloads)} <span className="dim">of {formatNumber(workloads)}</span>
                  </td>
                  <td className={`${table.right} ${table.small}`}>{formatNumber(services)}</td>
                  <td className={table.small}>{waypoint ?? <span className="dim">none</span>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
