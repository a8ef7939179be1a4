import Link from 'next/link';
import { graphql } from '../api/generated';
import type { PolicyFindingsFragment } from '../api/generated/graphql';
import { counted } from '../format/number';
import { Panel } from '../frame/panel';
import { Empty } from '../state/empty';
import table from '../table/table.module.css';
import { findingHref, findingsHref } from '../url/addresses';
import { SeverityTag } from '../words/tags';
import { Prose } from '../words/prose';

graphql(`
  fragment PolicyFindings on Policy {
    kind
    namespace
    name
    findings(first: 10, filter: { state: OPEN }, orderBy: SEVERITY) {
      totalCount
      nodes {
        id
        severity
        message
        cluster {
          name
        }
      }
    }
  }
`);

export function PolicyFindings({ policy }: { policy: PolicyFindingsFragment }) {
  const { kind, namespace, name, findings } = policy;
  return (
    <Panel
      id="findings"
      title="Open findings about it"
      all={{ href: findingsHref({ kind, namespace, name }), label: counted(findings.totalCount, 'finding') }}
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
                <th scope="col">Severity</th>
              </tr>
            </thead>
            <tbody>
              {findings.nodes.map(({ id, severity, message, cluster }) => (
                <tr key={id}>
                  <td>
                    <Link className={table.rowLink} href={findingHref(id)} prefetch={false}>
                      <Prose text={message} />
                    </Link>
                    <div className={table.under}>{cluster.name}</div>
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
