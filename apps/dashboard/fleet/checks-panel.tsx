import Link from 'next/link';
import { graphql } from '../api/generated';
import type { ChecksPanelFragment } from '../api/generated/graphql';
import { formatNumber } from '../format/number';
import { Panel } from '../frame/panel';
import table from '../table/table.module.css';
import { findingsHref } from '../url/addresses';
import { SeverityTag } from '../words/tags';
import { Empty } from '../state/empty';
import { Prose } from '../words/prose';

graphql(`
  fragment ChecksPanel on FleetSummary {
    checks {
      check {
        id
        severity
        title
      }
      open
      clusters
    }
  }
`);

const SHOWN = 10;

/** Which faults occur, most harmful first. */
export function ChecksPanel({ fleet }: { fleet: ChecksPanelFragment }) {
  const rest = fleet.checks.length - SHOWN;
  return (
    <Panel
      id="checks"
      title="Open findings by check"
      note="The most harmful first."
      all={{ href: findingsHref(), label: rest > 0 ? `${formatNumber(rest)} more checks` : 'All findings' }}
      flush
    >
      {fleet.checks.length === 0 ? (
        <Empty title="No open finding">Every check passes on every analysed cluster.</Empty>
      ) : (
        <div className={table.scroll}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">Check</th>
                <th scope="col" className={table.small}>
                  Severity
                </th>
                <th scope="col" className={table.right}>
                  Open
                </th>
                <th scope="col" className={table.right}>
                  Clusters
                </th>
              </tr>
            </thead>
            <tbody>
              {fleet.checks.slice(0, SHOWN).map(({ check, open, clusters }) => (
                <tr key={check.id}>
                  <td>
                    <Link className={table.rowLink} href={findingsHref({ check: check.id })} prefetch={false}>
                      <Prose text={check.title} />
                    </Link>
                    <div className={table.narrow}>
                      <SeverityTag severity={check.severity} />
                    </div>
                  </td>
                  <td className={table.small}>
                    <SeverityTag severity={check.severity} />
                  </td>
                  <td className={table.right}>{formatNumber(open)}</td>
                  <td className={table.right}>{formatNumber(clusters)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
