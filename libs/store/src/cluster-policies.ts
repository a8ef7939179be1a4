import type { ObjectRef, Verdict } from '@waymark/engine';
import type { Placement } from './finish.js';
import type { Prisma } from './generated/prisma/client.js';
import { jsonText } from './json-text.js';

/** A policy of one cluster with its verdicts counted. */
interface CountedPolicy extends ObjectRef {
  readonly effects: Record<string, number>;
  readonly enforcers: Record<string, number>;
}

/** Makes these the policies of the cluster. Rows that would not change are not written. */
export async function replacePolicies(
  transaction: Prisma.TransactionClient,
  { clusterId, sequence }: Placement,
  verdicts: readonly Verdict[],
): Promise<void> {
  const policies = jsonText(countByPolicy(verdicts));
  await transaction.$executeRaw`
    DELETE FROM cluster_policy p WHERE p.cluster_id = ${clusterId}::uuid AND NOT EXISTS (
      SELECT 1 FROM json_to_recordset(${policies}::json) AS row (kind text, namespace text, name text)
      WHERE row.kind = p.kind AND row.namespace = p.namespace AND row.name = p.name)`;
  await transaction.$executeRaw`
    INSERT INTO cluster_policy AS p (cluster_id, kind, namespace, name, action, digest, effect_counts, enforcer_counts)
    SELECT DISTINCT ON (row.kind, row.namespace, row.name) ${clusterId}::uuid, row.kind, row.namespace, row.name,
      CASE row.kind WHEN 'AuthorizationPolicy' THEN coalesce(nullif(m.body->'spec'->>'action', ''), 'ALLOW') END,
      m.digest, row.effects, row.enforcers
    FROM json_to_recordset(${policies}::json)
      AS row (kind text, namespace text, name text, effects jsonb, enforcers jsonb)
    LEFT JOIN object_version o ON o.cluster_id = ${clusterId}::uuid AND o.kind = row.kind
      AND o.namespace = row.namespace AND o.name = row.name
      AND o.valid_from <= ${sequence} AND (o.valid_to IS NULL OR o.valid_to > ${sequence})
    LEFT JOIN manifest m ON m.digest = o.digest
    ORDER BY row.kind, row.namespace, row.name, o.api_group
    ON CONFLICT (cluster_id, kind, namespace, name) DO UPDATE SET action = excluded.action, digest = excluded.digest,
      effect_counts = excluded.effect_counts, enforcer_counts = excluded.enforcer_counts
    WHERE (p.action, p.digest, p.effect_counts, p.enforcer_counts)
      IS DISTINCT FROM (excluded.action, excluded.digest, excluded.effect_counts, excluded.enforcer_counts)`;
}

function countByPolicy(verdicts: readonly Verdict[]): CountedPolicy[] {
  const policies = new Map<string, CountedPolicy>();
  for (const { policy, effect, enforcer } of verdicts) {
    const key = JSON.stringify([policy.kind, policy.namespace, policy.name]);
    const counted = policies.get(key) ?? { ...policy, effects: {}, enforcers: {} };
    counted.effects[effect] = (counted.effects[effect] ?? 0) + 1;
    counted.enforcers[enforcer.type] = (counted.enforcers[enforcer.type] ?? 0) + 1;
    policies.set(key, counted);
  }
  return [...policies.values()];
}
