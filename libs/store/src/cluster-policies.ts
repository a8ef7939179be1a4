import type { ObjectRef, Verdict } from '@waymark/engine';
import type { ComparedThing } from './cluster-facts.js';
import type { Placement } from './finish.js';
import type { Prisma } from './generated/prisma/client.js';
import { jsonText } from './json-text.js';

/** A policy of one cluster with its verdicts counted, and what it is compared by. */
interface CountedPolicy extends ObjectRef {
  readonly effects: Record<string, number>;
  readonly enforcers: Record<string, number>;
  compared?: ComparedThing;
}

/** Makes these the policies of the cluster. Rows that would not change are not written. */
export async function replacePolicies(
  transaction: Prisma.TransactionClient,
  { clusterId, sequence }: Placement,
  verdicts: readonly Verdict[],
  compared: readonly ComparedThing[],
): Promise<void> {
  const policies = jsonText(policiesOf(verdicts, compared));
  await transaction.$executeRaw`
    DELETE FROM cluster_policy p WHERE p.cluster_id = ${clusterId}::uuid AND NOT EXISTS (
      SELECT 1 FROM json_to_recordset(${policies}::json) AS row (kind text, namespace text, name text)
      WHERE row.kind = p.kind AND row.namespace = p.namespace AND row.name = p.name)`;
  await transaction.$executeRaw`
    INSERT INTO cluster_policy AS p (cluster_id, kind, namespace, name, action, digest, effect_counts, enforcer_counts,
      text_digest, meaning_digest, enforcement_digest, enforcement)
    SELECT DISTINCT ON (row.kind, row.namespace, row.name) ${clusterId}::uuid, row.kind, row.namespace, row.name,
      CASE row.kind WHEN 'AuthorizationPolicy' THEN coalesce(nullif(m.body->'spec'->>'action', ''), 'ALLOW') END,
      m.digest, row.effects, row.enforcers, decode(row.compared->>'text', 'hex'),
      decode(row.compared->>'meaning', 'hex'), decode(row.compared->>'enforcement', 'hex'),
      row.compared->'detail'->'enforcement'
    FROM json_to_recordset(${policies}::json)
      AS row (kind text, namespace text, name text, effects jsonb, enforcers jsonb, compared jsonb)
    LEFT JOIN object_version o ON o.cluster_id = ${clusterId}::uuid AND o.kind = row.kind
      AND o.namespace = row.namespace AND o.name = row.name
      AND o.valid_from <= ${sequence} AND (o.valid_to IS NULL OR o.valid_to > ${sequence})
    LEFT JOIN manifest m ON m.digest = o.digest
    ORDER BY row.kind, row.namespace, row.name, o.api_group
    ON CONFLICT (cluster_id, kind, namespace, name) DO UPDATE SET action = excluded.action, digest = excluded.digest,
      effect_counts = excluded.effect_counts, enforcer_counts = excluded.enforcer_counts,
      text_digest = excluded.text_digest, meaning_digest = excluded.meaning_digest,
      enforcement_digest = excluded.enforcement_digest, enforcement = excluded.enforcement
    WHERE (p.action, p.digest, p.effect_counts, p.enforcer_counts, p.text_digest, p.meaning_digest, p.enforcement_digest)
      IS DISTINCT FROM (excluded.action, excluded.digest, excluded.effect_counts, excluded.enforcer_counts,
        excluded.text_digest, excluded.meaning_digest, excluded.enforcement_digest)`;
}

/** Those with verdicts, and those that have none because they attach to nothing. */
function policiesOf(verdicts: readonly Verdict[], compared: readonly ComparedThing[]): CountedPolicy[] {
  const policies = new Map<string, CountedPolicy>();
  const policyOf = ({ kind, namespace, name }: ObjectRef): CountedPolicy => {
    const key = JSON.stringify([kind, namespace, name]);
    const policy = policies.get(key) ?? { kind, namespace, name, effects: {}, enforcers: {} };
    policies.set(key, policy);
    return policy;
  };
  for (const { policy, effect, enforcer } of verdicts) {
    const { effects, enforcers } = policyOf(policy);
    effects[effect] = (effects[effect] ?? 0) + 1;
    enforcers[enforcer.type] = (enforcers[enforcer.type] ?? 0) + 1;
  }
  for (const thing of compared) if (thing.aspect === 'POLICY') policyOf(thing).compared = thing;
  return [...policies.values()];
}
