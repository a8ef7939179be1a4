import Link from 'next/link';
import { graphql } from '../api/generated';
import type { PolicyRowFragment } from '../api/generated/graphql';
import { formatNumber } from '../format/number';
import { MixBar } from '../mix/mix-bar';
import { partsByEnforcer, partsByFamily } from '../mix/parts';
import table from '../table/table.module.css';
import { policyHref } from '../url/addresses';
import { EFFECTS } from '../words/effects';
import { FindingCounts } from '../words/finding-counts';
import { EffectTag } from '../words/tags';

graphql(`
  fragment PolicyRow on Policy {
    id
    kind
    namespace
    name
    action
    clusterCount
    enforcerCounts {
      type
      count
    }
    effectCounts {
      effect
      count
    }
    findingCounts {
      error
      warning
      info
    }
  }
`);

export function PoliciesTable({ policies, cluster }: { policies: readonly PolicyRowFragment[]; cluster?: string }) {
  return (
    <div className={table.scroll}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">Policy</th>
            <th scope="col" className={table.small}>
              This policy …
            </th>
            <th scope="col" className={table.middle}>
              Effects
            </th>
            <th scope="col" className={table.wide}>
              Enforcers
            </th>
            <th scope="col" className={`${table.right} ${table.middle}`}>
              Clusters
            </th>
            <th scope="col" className={table.tight}>
              Open findings
            </th>
          </tr>
        </thead>
        <tbody>
          {policies.map((policy) => (
            <PolicyRow key={policy.id} policy={policy} cluster={cluster} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function PolicyRow({ policy, cluster }: { policy: PolicyRowFragment; cluster?: string }) {
  const { id, kind, namespace, name, action, effectCounts, enforcerCounts, clusterCount, findingCounts } = policy;
  const occurring = EFFECTS.filter((effect) => effectCounts.some((each) => each.effect === effect && each.count > 0));
  return (
    <tr>
      <td>
        <Link className={table.rowLink} href={policyHref(id, cluster)} prefetch={false}>
          {namespace && <span className="dim">{namespace}/</span>}
          {name}
        </Link>
        <div className={table.under}>
          {kind}
          {action && ` · ${action}`}
        </div>
        {occurring[0] && (
          <div className={table.narrow}>
            <EffectTag effect={occurring[0]} />
          </div>
        )}
      </td>
      <td className={table.small}>
        {occurring[0] ? <EffectTag effect={occurring[0]} /> : <span className="dim">–</span>}
        {occurring.length > 1 && <div className={table.under}>and {formatNumber(occurring.length - 1)} more</div>}
      </td>
      <td className={`${table.bar} ${table.middle}`}>
        <MixBar parts={partsByFamily(effectCounts)} name={`Effects of ${name}`} />
      </td>
      <td className={`${table.bar} ${table.wide}`}>
        <MixBar parts={partsByEnforcer(enforcerCounts)} name={`Enforcers of ${name}`} />
      </td>
      <td className={`${table.right} ${table.middle}`}>{formatNumber(clusterCount)}</td>
      <td className={table.tight}>
        <FindingCounts counts={findingCounts} within={{ kind, namespace, name, cluster }} />
      </td>
    </tr>
  );
}
