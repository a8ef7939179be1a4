import Link from 'next/link';
import { graphql } from '../api/generated';
import type { ClusterRowFragment } from '../api/generated/graphql';
import { InstantText } from '../format/instant-text';
import { formatNumber } from '../format/number';
import { MixBar } from '../mix/mix-bar';
import { partsByFamily } from '../mix/parts';
import table from '../table/table.module.css';
import { clusterHref, clustersHref, policiesHref } from '../url/addresses';
import { FindingCounts } from '../words/finding-counts';
import { FreshnessTag } from '../words/tags';
import { Labels } from './labels';

graphql(`
  fragment ClusterRow on Cluster {
    id
    name
    labels {
      key
      value
    }
    istioVersion
    freshness
    lastSnapshot {
      id
      capturedAt
    }
    policyCount
    workloadCount
    capturedWorkloadCount
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
`);

export function ClustersTable({ clusters }: { clusters: readonly ClusterRowFragment[] }) {
  const now = new Date().toISOString();
  return (
    <div className={table.scroll}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">Cluster</th>
            <th scope="col" className={table.small}>
              Data
            </th>
            <th scope="col" className={table.wide}>
              Istio
            </th>
            <th scope="col" className={`${table.right} ${table.middle}`}>
              Policies
            </th>
            <th scope="col" className={`${table.right} ${table.middle}`}>
              In ambient
            </th>
            <th scope="col" className={table.middle}>
              Effects
            </th>
            <th scope="col" className={table.tight}>
              Open findings
            </th>
          </tr>
        </thead>
        <tbody>
          {clusters.map((cluster) => (
            <ClusterRow key={cluster.id} cluster={cluster} now={now} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ClusterRow({ cluster, now }: { cluster: ClusterRowFragment; now: string }) {
  const { name, labels, freshness, lastSnapshot, istioVersion, workloadCount, capturedWorkloadCount } = cluster;
  return (
    <tr>
      <td>
        <Link className={table.rowLink} href={clusterHref(name)} prefetch={false}>
          {name}
        </Link>
        <Labels labels={labels} hrefFor={(label) => clustersHref({ label })} />
        <div className={table.narrow}>
          <FreshnessTag freshness={freshness} />
        </div>
      </td>
      <td className={table.small}>
        <FreshnessTag freshness={freshness} />
        {lastSnapshot && (
          <div className={table.under}>
            <InstantText at={lastSnapshot.capturedAt} now={now} />
          </div>
        )}
      </td>
      <td className={`${table.wide} ${table.tight}`}>{istioVersion ?? '–'}</td>
      <td className={`${table.right} ${table.middle}`}>
        <Link href={policiesHref({ cluster: name })} prefetch={false}>
          {formatNumber(cluster.policyCount)}
        </Link>
      </td>
      <td className={`${table.right} ${table.middle} ${table.tight}`}>
        {formatNumber(capturedWorkloadCount)} <span className="dim">of {formatNumber(workloadCount)}</span>
      </td>
      <td className={`${table.bar} ${table.middle}`}>
        <MixBar parts={partsByFamily(cluster.effectCounts)} name={`Effects in ${name}`} />
      </td>
      <td className={table.tight}>
        <FindingCounts counts={cluster.findingCounts} within={{ cluster: name }} />
      </td>
    </tr>
  );
}
