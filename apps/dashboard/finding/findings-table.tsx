import Link from 'next/link';
import { graphql } from '../api/generated';
import type { FindingRowFragment } from '../api/generated/graphql';
import { InstantText } from '../format/instant-text';
import table from '../table/table.module.css';
import { clusterHref, findingHref, findingsHref } from '../url/addresses';
import { SeverityTag } from '../words/tags';
import { Prose } from '../words/prose';

graphql(`
  fragment FindingRow on Finding {
    id
    check
    severity
    state
    message
    firstSeen
    lastSeen
    cluster {
      name
    }
    object {
      kind
      namespace
      name
    }
  }
`);

export function FindingsTable({ findings }: { findings: readonly FindingRowFragment[] }) {
  const now = new Date().toISOString();
  return (
    <div className={table.scroll}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">Finding</th>
            <th scope="col">Severity</th>
            <th scope="col" className={table.wide}>
              Check
            </th>
            <th scope="col" className={table.small}>
              Cluster
            </th>
            <th scope="col" className={table.middle}>
              First seen
            </th>
          </tr>
        </thead>
        <tbody>
          {findings.map((finding) => (
            <FindingRow key={finding.id} finding={finding} now={now} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function FindingRow({ finding, now }: { finding: FindingRowFragment; now: string }) {
  const { id, check, severity, state, message, firstSeen, lastSeen, cluster, object } = finding;
  return (
    <tr>
      <td>
        <Link className={table.rowLink} href={findingHref(id)} prefetch={false}>
          <Prose text={message} />
        </Link>
        <div className={table.under}>
          {object.kind} {object.namespace && `${object.namespace}/`}
          {object.name}
        </div>
        <div className={table.narrow}>
          <Link href={clusterHref(cluster.name)} prefetch={false} className={table.above}>
            {cluster.name}
          </Link>
        </div>
      </td>
      <td className={table.tight}>
        <SeverityTag severity={severity} />
        {state !== 'OPEN' && <div className={table.under}>{state.toLowerCase()}</div>}
      </td>
      <td className={`${table.wide} ${table.tight}`}>
        <Link href={findingsHref({ check })} prefetch={false} className="mono">
          {check}
        </Link>
      </td>
      <td className={`${table.small} ${table.tight}`}>
        <Link href={clusterHref(cluster.name)} prefetch={false}>
          {cluster.name}
        </Link>
      </td>
      <td className={`${table.middle} ${table.tight} dim`}>
        <InstantText at={firstSeen} now={now} />
        {state === 'FIXED' && (
          <div className={table.under}>
            last seen <InstantText at={lastSeen} now={now} />
          </div>
        )}
      </td>
    </tr>
  );
}
