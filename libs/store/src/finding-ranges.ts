import type { Finding, Severity, SuppressedFinding } from '@waymark/engine';
import type { Turnover } from './finding-days.js';
import type { Placement } from './finish.js';
import type { Prisma } from './generated/prisma/client.js';
import { jsonText } from './json-text.js';
import { changeOfRanges, type Ranged } from './ranges.js';
import { SEVERITIES, severityOf } from './severity.js';
import { sha256Hex } from './sha256.js';
import { withoutPlace } from './verdict-ranges.js';

type Transaction = Prisma.TransactionClient;

type StoredAs = Finding & Partial<Pick<SuppressedFinding, 'suppression'>>;

interface FindingFact extends Ranged {
  readonly finding: StoredAs;
}

/** Makes these the open and suppressed findings of the cluster from the placement on; what is no longer found is fixed. */
export async function replaceFindings(
  transaction: Transaction,
  placement: Placement,
  findings: readonly StoredAs[],
): Promise<Turnover> {
  const current = await transaction.$queryRaw<Ranged[]>`
    SELECT fingerprint AS key, encode(meaning, 'hex') AS meaning, encode(digest, 'hex') AS digest
    FROM finding_version WHERE cluster_id = ${placement.clusterId}::uuid AND valid_to IS NULL`;
  const facts = factsOf(findings);
  const { closed, opened, moved } = changeOfRanges(current, facts);
  const found = new Set(facts.map(({ key }) => key));
  await closeVersions(transaction, placement, closed);
  const fixed = await markFixed(
    transaction,
    placement,
    closed.filter(({ key }) => !found.has(key)),
  );
  await markFound(transaction, placement, opened);
  await openVersions(transaction, placement, opened);
  await moveVersions(transaction, placement, moved);
  const known = new Set(current.map(({ key }) => key));
  const begun = opened.filter(({ key, finding }) => !known.has(key) && finding.suppression === undefined);
  return { opened: countBySeverity(begun.map(({ finding }) => finding.severity)), fixed };
}

const countBySeverity = (severities: readonly Severity[]): Turnover['opened'] => {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const severity of severities) counts[severity] += 1;
  return counts;
};

function factsOf(findings: readonly StoredAs[]): FindingFact[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const nth = seen.get(finding.fingerprint) ?? 0; // two causes that look the same: told apart by their order
    seen.set(finding.fingerprint, nth + 1);
    return toFact(finding, nth === 0 ? finding.fingerprint : `${finding.fingerprint}#${nth}`);
  });
}

function toFact(finding: StoredAs, key: string): FindingFact {
  const { severity, message, object, field, file, line, affected, evidence, suppression } = finding;
  const said = [severity, message, object, field, affected, suppression?.reason];
  return {
    finding,
    key,
    meaning: sha256Hex(JSON.stringify([...said, evidence.map(withoutPlace)])),
    digest: sha256Hex(JSON.stringify([...said, file, line, evidence, suppression])),
  };
}

async function closeVersions(
  transaction: Transaction,
  { clusterId, sequence, cause }: Placement,
  rows: readonly Ranged[],
) {
  if (rows.length === 0) return;
  await transaction.$executeRaw`
    UPDATE finding_version f SET valid_to = ${sequence}, to_cause = ${cause}
    FROM json_array_elements_text(${JSON.stringify(rows.map(({ key }) => key))}::json) AS closed (fingerprint)
    WHERE f.cluster_id = ${clusterId}::uuid AND f.fingerprint = closed.fingerprint AND f.valid_to IS NULL`;
}

/** How many were open, by severity. */
async function markFixed(
  transaction: Transaction,
  { clusterId, heldUntil }: Placement,
  rows: readonly Ranged[],
): Promise<Turnover['fixed']> {
  if (rows.length === 0) return countBySeverity([]);
  const fixed = await transaction.$queryRaw<{ rank: number; state: string }[]>`
    UPDATE finding f SET state = 'FIXED', last_seen = ${heldUntil}
    FROM json_array_elements_text(${JSON.stringify(rows.map(({ key }) => key))}::json) AS fixed (fingerprint)
    JOIN finding old ON old.cluster_id = ${clusterId}::uuid AND old.fingerprint = fixed.fingerprint
    WHERE f.cluster_id = ${clusterId}::uuid AND f.fingerprint = fixed.fingerprint
    RETURNING old.severity_rank AS rank, old.state::text AS state`;
  return countBySeverity(fixed.filter(({ state }) => state === 'OPEN').map(({ rank }) => severityOf(rank)));
}

/** New ones begin their life; those that were fixed come back, and keep the day they were first seen. */
async function markFound(
  transaction: Transaction,
  { clusterId, sequence, capturedAt }: Placement,
  facts: readonly FindingFact[],
) {
  if (facts.length === 0) return;
  const rows = facts.map(({ key, finding: { check, severity, object, suppression } }) => {
    const state = suppression === undefined ? 'OPEN' : 'SUPPRESSED';
    return { fingerprint: key, check, rank: SEVERITIES.indexOf(severity), state, ...object };
  });
  await transaction.$executeRaw`
    INSERT INTO finding (cluster_id, fingerprint, check_id, severity_rank, kind, namespace, name, state, first_seen, version)
    SELECT ${clusterId}::uuid, fingerprint, "check", rank, kind, namespace, name, state::finding_state,
      ${capturedAt}, ${sequence}
    FROM json_to_recordset(${jsonText(rows)}::json)
      AS row (fingerprint text, "check" text, rank smallint, state text, kind text, namespace text, name text)
    ON CONFLICT (cluster_id, fingerprint) DO UPDATE SET
      severity_rank = excluded.severity_rank, state = excluded.state, last_seen = NULL, version = excluded.version,
      reopened = finding.reopened + CASE finding.state WHEN 'FIXED' THEN 1 ELSE 0 END`;
}

/** Another engine may say something else of the same snapshot: then the row that it began with is written again. */
async function openVersions(
  transaction: Transaction,
  { clusterId, sequence, cause }: Placement,
  facts: readonly FindingFact[],
) {
  if (facts.length === 0) return;
  const rows = facts.map(({ key, finding, meaning, digest }) => ({ ...finding, fingerprint: key, meaning, digest }));
  await transaction.$executeRaw`
    INSERT INTO finding_version (cluster_id, fingerprint, valid_from, message, field, file, line, affected, evidence,
      suppression, meaning, digest, from_cause)
    SELECT ${clusterId}::uuid, fingerprint, ${sequence}, message, field, file, line, affected, evidence, suppression,
      decode(meaning, 'hex'), decode(digest, 'hex'), ${cause}
    FROM json_to_recordset(${jsonText(rows)}::json) AS row (fingerprint text, message text, field text, file text,
      line int, affected jsonb, evidence jsonb, suppression jsonb, meaning text, digest text)
    ON CONFLICT (cluster_id, fingerprint, valid_from) DO UPDATE SET valid_to = NULL, to_cause = NULL,
      message = excluded.message, field = excluded.field, file = excluded.file, line = excluded.line,
      affected = excluded.affected, evidence = excluded.evidence, suppression = excluded.suppression,
      meaning = excluded.meaning, digest = excluded.digest, from_cause = excluded.from_cause`;
}

async function moveVersions(transaction: Transaction, { clusterId }: Placement, facts: readonly FindingFact[]) {
  if (facts.length === 0) return;
  const rows = facts.map(({ key, finding, digest }) => ({ ...finding, fingerprint: key, digest }));
  await transaction.$executeRaw`
    UPDATE finding_version f
    SET file = row.file, line = row.line, evidence = row.evidence, suppression = row.suppression,
      digest = decode(row.digest, 'hex')
    FROM json_to_recordset(${jsonText(rows)}::json)
      AS row (fingerprint text, file text, line int, evidence jsonb, suppression jsonb, digest text)
    WHERE f.cluster_id = ${clusterId}::uuid AND f.fingerprint = row.fingerprint AND f.valid_to IS NULL`;
}
