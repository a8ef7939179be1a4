import type { Analysis } from '@waymark/engine';
import type { Prisma } from './generated/prisma/client.js';
import type { ClusterFacts } from './cluster-facts.js';
import { jsonText } from './json-text.js';
import { recordDay } from './finding-days.js';
import { replaceFindings } from './finding-ranges.js';
import { replacePolicies } from './cluster-policies.js';
import { replaceFacts } from './replace-facts.js';
import { replaceVerdicts } from './verdict-ranges.js';

/** What made an answer begin or end: the cluster, another engine over the same snapshot, or both at once. */
export type ChangeCause = 'CLUSTER' | 'ENGINE' | 'BOTH';

/** Where the answers of an analysis belong in the history of its cluster. */
export interface Placement {
  readonly clusterId: string;
  /** From this snapshot on they hold. */
  readonly sequence: number;
  /** When that snapshot was captured. */
  readonly capturedAt: Date;
  /** The last time that the answers so far were known to hold; null when there are none. */
  readonly heldUntil: Date | null;
  readonly cause: ChangeCause;
}

interface PlacementRow extends Omit<Placement, 'cause'> {
  readonly replaces: number | null;
  /** Of the answers so far; null when there are none. */
  readonly engineBefore: string | null;
}

/** Makes the answers what the cluster is now, unless something newer is known already. */
export async function finishAnalysis(
  transaction: Prisma.TransactionClient,
  { clusterId, number }: { readonly clusterId: string; readonly number: number },
  analysis: Analysis,
  facts: ClusterFacts,
): Promise<void> {
  const placement = await placementOf(transaction, clusterId, number, analysis.engineVersion);
  if (placement === null) return;
  const { findings, suppressedFindings, verdicts, summary } = analysis;
  await replaceVerdicts(transaction, placement, verdicts);
  const turnover = await replaceFindings(transaction, placement, [...findings, ...suppressedFindings]);
  await recordDay(transaction, placement, summary.findings, turnover);
  await replacePolicies(transaction, placement, verdicts, facts.compared);
  await replaceFacts(transaction, clusterId, facts);
  await summarise(transaction, clusterId, number, analysis);
}

/** null: something newer is known already. A re-analysis becomes the answer of the snapshots that it was made for. */
async function placementOf(
  transaction: Prisma.TransactionClient,
  clusterId: string,
  number: number,
  engineVersion: string,
): Promise<Placement | null> {
  const [row] = await transaction.$queryRaw<PlacementRow[]>`
    SELECT a.cluster_id AS "clusterId", a.sequence, s.captured_at AS "capturedAt", c.captured_at AS "heldUntil",
      a.replaces, before.engine_version AS "engineBefore"
    FROM analysis a
    JOIN snapshot s ON s.cluster_id = a.cluster_id AND s.sequence = a.sequence
    JOIN cluster c ON c.id = a.cluster_id
    LEFT JOIN snapshot current ON current.cluster_id = c.id AND current.sequence = c.analysed_sequence
    LEFT JOIN analysis before ON before.cluster_id = c.id AND before.number = current.analysis
    WHERE a.cluster_id = ${clusterId}::uuid AND a.number = ${number} AND NOT s.late AND CASE
      WHEN a.replaces IS NULL THEN coalesce(c.analysed_sequence, 0) <= a.sequence
      ELSE current.analysis = a.replaces END`;
  if (row === undefined) return null;
  const { replaces, engineBefore, ...placement } = row;
  if (replaces === null) {
    return { ...placement, cause: engineBefore === null || engineBefore === engineVersion ? 'CLUSTER' : 'BOTH' };
  }
  await transaction.$executeRaw`
    UPDATE snapshot SET analysis = ${number}
    WHERE cluster_id = ${clusterId}::uuid AND sequence >= ${placement.sequence} AND analysis = ${replaces}`;
  return { ...placement, cause: 'ENGINE' };
}

/** The newest snapshot that the analysis answers for may be later than the first: equal ones share it. */
async function summarise(
  transaction: Prisma.TransactionClient,
  clusterId: string,
  number: number,
  { summary, ...analysis }: Analysis,
): Promise<void> {
  await transaction.$executeRaw`
    UPDATE cluster c SET
      analysed_sequence = s.sequence, captured_at = s.captured_at,
      istio_version = ${analysis.istioVersion}, istio_version_source = ${analysis.istioVersionSource},
      root_namespace = ${analysis.rootNamespace}, trust_domain = ${analysis.trustDomain},
      error_count = ${summary.findings.error}, warning_count = ${summary.findings.warning},
      info_count = ${summary.findings.info}, effect_counts = ${jsonText(summary.effects)}::jsonb,
      policy_count = ${summary.policies}, workload_count = ${summary.workloads},
      captured_count = ${summary.capturedWorkloads}, namespaces = ${jsonText(analysis.namespaces)}::jsonb,
      waypoints = ${jsonText(analysis.waypoints)}::jsonb
    FROM (
      SELECT sequence, captured_at FROM snapshot
      WHERE cluster_id = ${clusterId}::uuid AND analysis = ${number} AND NOT late
      ORDER BY sequence DESC LIMIT 1
    ) s
    WHERE c.id = ${clusterId}::uuid`;
}
