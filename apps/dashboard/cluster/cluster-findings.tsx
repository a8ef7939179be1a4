import Link from 'next/link';
import { graphql } from '../api/generated';
import type { ClusterFindingsFragment } from '../api/generated/graphql';
import { Panel } from '../frame/panel';
import { Empty } from '../state/empty';
import table from '../table/table.module.css';
import { findingHref, findingsHref } from '../url/addresses';
import { FindingCounts } from '../words/finding-counts';
import { SeverityTag } from '../words/tags';
import { Prose } from '../words/prose';

graphql(`
  fragment ClusterFindings on Cluster {
    name
    findingCounts {
      error
      warning
      info
    }
    worst: findings(first: 6, filter: { state: OPEN }, orderBy: SEVERITY) {
      nodes {
        id
        severity
        message
      }
    }
  }
`);

export function ClusterFindings({ cluster }: { cluster: ClusterFindingsFragment }) {
  const { name, findingCounts, worst } = cluster;
  return (
    <Panel
      id="findings"
      title="Open findings"
      note={<FindingCounts counts={findingCounts} within={{ cluster: name }} />}
      all={{ href: findingsHref({ cluster: name }), label: 'All of this cluster' }}
      flush
    >
      {worst.nodes.length === 0 ? (
        <Empty title="No open finding">Every check passes on this cluster.</Empty>
      ) : (
        <div className={table.scroll}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">Finding</th>
                <th scope="col">Severity</th>
              </tr>
            </thead>
            <tbody>
              {worst.nodes.map(({ id, severity, message }) => (
                <tr key={id}>
                  <td>
                    <Link className={table.rowLink} href={findingHref(id)} prefetch={false}>
                      <Prose text={message} />
                    </Link>
                  </td>
                  <td className={table.tight}>
                    <SeverityTag severity={severity} />
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
