import Link from 'next/link';
import { graphql } from '../api/generated';
import type { NewestFindingsFragment } from '../api/generated/graphql';
import { InstantText } from '../format/instant-text';
import { Panel } from '../frame/panel';
import { Empty } from '../state/empty';
import table from '../table/table.module.css';
import { findingHref, findingsHref } from '../url/addresses';
import { SeverityTag } from '../words/tags';
import { Prose } from '../words/prose';

graphql(`
  fragment NewestFindings on FindingConnection {
    nodes {
      id
      severity
      message
      firstSeen
      cluster {
        name
      }
    }
  }
`);

export function NewestPanel({ findings }: { findings: NewestFindingsFragment }) {
  const now = new Date().toISOString();
  return (
    <Panel
      id="newest"
      title="Newest findings"
      all={{ href: findingsHref({ order: 'FIRST_SEEN' }), label: 'All by age' }}
      flush
    >
      {findings.nodes.length === 0 ? (
        <Empty title="No open finding" />
      ) : (
        <div className={table.scroll}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">Finding</th>
                <th scope="col" className={table.small}>
                  Severity
                </th>
                <th scope="col" className={table.small}>
                  First seen
                </th>
              </tr>
            </thead>
            <tbody>
              {findings.nodes.map(({ id, severity, message, cluster, firstSeen }) => (
                <tr key={id}>
                  <td>
                    <Link className={table.rowLink} href={findingHref(id)} prefetch={false}>
                      <Prose text={message} />
                    </Link>
                    <div className={table.under}>{cluster.name}</div>
                    <div className={table.narrow}>
                      <SeverityTag severity={severity} />
                    </div>
                  </td>
                  <td className={table.small}>
                    <SeverityTag severity={severity} />
                  </td>
                  <td className={`${table.small} ${table.tight} dim`}>
                    <InstantText at={firstSeen} now={now} />
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
