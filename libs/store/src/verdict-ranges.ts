import type { Fact, Verdict } from '@waymark/engine';
import type { Placement } from './finish.js';
import type { Prisma } from './generated/prisma/client.js';
import { jsonText } from './json-text.js';
import { changeOfRanges, type Ranged } from './ranges.js';
import { sha256Hex } from './sha256.js';

type Transaction = Prisma.TransactionClient;

interface VerdictFact extends Ranged {
  readonly verdict: Verdict;
}

/** Makes these the verdicts of the cluster from the placement on; a verdict that says the same keeps its row. */
export async function replaceVerdicts(
  transaction: Transaction,
  placement: Placement,
  verdicts: readonly Verdict[],
): Promise<void> {
  const current = await transaction.$queryRaw<Ranged[]>`
    SELECT encode(key, 'hex') AS key, encode(meaning, 'hex') AS meaning, encode(digest, 'hex') AS digest
    FROM verdict WHERE cluster_id = ${placement.clusterId}::uuid AND valid_to IS NULL`;
  const { closed, opened, moved } = changeOfRanges(current, factsOf(verdicts));
  await closeVerdicts(transaction, placement, closed);
  await openVerdicts(transaction, placement, opened);
  await moveVerdicts(transaction, placement, moved);
}

function factsOf(verdicts: readonly Verdict[]): VerdictFact[] {
  const seen = new Map<string, number>();
  return verdicts.map((verdict) => {
    const { rules, targets, evidence } = verdict;
    const identity = identityOf(verdict);
    const nth = seen.get(identity) ?? 0; // equal in all but rules and targets: told apart by their order
    seen.set(identity, nth + 1);
    return {
      verdict,
      key: sha256Hex(nth === 0 ? identity : `${identity}#${nth}`).slice(0, KEY_DIGITS),
      meaning: sha256Hex(JSON.stringify([rules, targets, evidence.map(withoutPlace)])),
      digest: sha256Hex(JSON.stringify([rules, targets, evidence])),
    };
  });
}

const KEY_DIGITS = 32;

function identityOf({ policy, enforcer, pathClass, effect }: Verdict): string {
  const parts = [policy.kind, policy.namespace, policy.name, enforcer.type, enforcer.namespace, enforcer.name];
  return JSON.stringify([...parts, pathClass, effect]);
}

export function withoutPlace({ fact, object, field }: Fact): unknown {
  return [fact, object.kind, object.namespace, object.name, field];
}

async function closeVerdicts(
  transaction: Transaction,
  { clusterId, sequence, cause }: Placement,
  rows: readonly Ranged[],
) {
  if (rows.length === 0) return;
  await transaction.$executeRaw`
    UPDATE verdict v SET valid_to = ${sequence}, to_cause = ${cause}
    FROM json_array_elements_text(${JSON.stringify(rows.map(({ key }) => key))}::json) AS closed (key)
    WHERE v.cluster_id = ${clusterId}::uuid AND v.key = decode(closed.key, 'hex') AND v.valid_to IS NULL`;
}

/** Another engine may say something else of the same snapshot: then the row that it began with is written again. */
async function openVerdicts(
  transaction: Transaction,
  { clusterId, sequence, cause }: Placement,
  facts: readonly VerdictFact[],
) {
  if (facts.length === 0) return;
  const rows = facts.map(({ verdict, ...ranged }) => ({ ...verdict, ...ranged }));
  await transaction.$executeRaw`
    INSERT INTO verdict (cluster_id, key, valid_from, kind, namespace, name, enforcer_type, enforcer_namespace,
      enforcer_name, path_class, effect, rules, targets, evidence, meaning, digest, from_cause)
    SELECT ${clusterId}::uuid, decode(key, 'hex'), ${sequence}, policy->>'kind', policy->>'namespace', policy->>'name',
      enforcer->>'type', enforcer->>'namespace', enforcer->>'name', "pathClass", effect, rules, targets, evidence,
      decode(meaning, 'hex'), decode(digest, 'hex'), ${cause}
    FROM json_to_recordset(${jsonText(rows)}::json) AS row (key text, policy json, enforcer json, "pathClass" text,
      effect text, rules jsonb, targets jsonb, evidence jsonb, meaning text, digest text)
    ON CONFLICT (cluster_id, key, valid_from) DO UPDATE SET valid_to = NULL, to_cause = NULL,
      rules = excluded.rules, targets = excluded.targets, evidence = excluded.evidence, meaning = excluded.meaning,
      digest = excluded.digest, from_cause = excluded.from_cause`;
}

async function moveVerdicts(transaction: Transaction, { clusterId }: Placement, facts: readonly VerdictFact[]) {
  if (facts.length === 0) return;
  const rows = facts.map(({ key, digest, verdict }) => ({ key, digest, evidence: verdict.evidence }));
  await transaction.$executeRaw`
    UPDATE verdict v SET evidence = row.evidence, digest = decode(row.digest, 'hex')
    FROM json_to_recordset(${jsonText(rows)}::json) AS row (key text, digest text, evidence jsonb)
    WHERE v.cluster_id = ${clusterId}::uuid AND v.key = decode(row.key, 'hex') AND v.valid_to IS NULL`;
}
