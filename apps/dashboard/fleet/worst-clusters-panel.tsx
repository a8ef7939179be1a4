import Link from 'next/link';
import { graphql } from '../api/generated';
import type { WorstClustersFragment } from '../api/generated/graphql';
import { Panel } from '../frame/panel';
import { MixBar } from '../mix/mix-bar';
import { partsByFamily } from '../mix/parts';
import table from '../table/table.module.css';
import { clusterHref, clustersHref } from '../url/addresses';
import { FindingCounts } from '../words/finding-counts';
import { FreshnessTag } from '../words/tags';

graphql(`
  fragment WorstClusters on ClusterConnection {
    nodes {
      id
      name
      freshness
      findingCounts {
        error
        warning
        info
      }
      effectCounts {
        effect
        count
      }
    }
  }
`);

export function WorstClustersPanel({ clusters }: { clusters: WorstClustersFragment }) {
  return (
    <Panel
      id="worst"
      title="Clusters with the most errors"
      all={{ href: clustersHref({ order: 'ERRORS' }), label: 'All clusters' }}
      flush
    >
      <div className={table.scroll}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">Cluster</th>
              <th scope="col" className={table.small}>
                Data
              </th>
              <th scope="col" className={table.small}>
                Effects
              </th>
              <th scope="col" className={table.tight}>
                Open findings
              </th>
            </tr>
          </thead>
          <tbody>
            {clusters.nodes.map(({ id, name, freshness, findingCounts, effectCounts }) => (
              <tr key={id}>
                <td>
                  <Link className={table.rowLink} href={clusterHref(name)} prefetch={false}>
                    {name}
                  </Link>
                </td>
                <td className={table.small}>
                  <FreshnessTag freshness={freshness} />
                </td>
                <td className={`${table.bar} ${table.small}`}>
                  <MixBar parts={partsByFamily(effectCounts)} name={`Effects in ${name}`} />
                </td>
                <td className={table.tight}>
                  <FindingCounts counts={findingCounts} within={{ cluster: name }} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
