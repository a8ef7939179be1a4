import { firstDifference, meaningOf, textOf, type Fact, type KubernetesObject } from '@waymark/engine';
import type { MatrixCell, Member } from './drift-matrix.js';

/** What kind of thing makes a cell differ. */
export const DRIFT_CAUSES = ['FIELD', 'LABEL', 'WAYPOINT', 'VERSION', 'PRESENCE', 'OTHER'] as const;
export type DriftCause = (typeof DRIFT_CAUSES)[number];

export interface DriftReason {
  readonly reason: string;
  readonly cause: DriftCause;
  /** Where to check it, when a fact of the cell's own cluster is the reason. */
  readonly fact: Fact | null;
}

/** What is known of a cell, for telling why it differs. */
export interface Known {
  readonly cell: MatrixCell;
  readonly cluster: Member;
  readonly body: KubernetesObject | null;
  readonly evidence: readonly Fact[];
}

export const ABSENT: DriftReason = { reason: 'The cluster does not have it.', cause: 'PRESENCE', fact: null };
export const SILENT: DriftReason = {
  reason: 'Nothing of the cluster was analysed yet.',
  cause: 'PRESENCE',
  fact: null,
};

/** null for a cell that does not differ. */
export function reasonOf(ours: Known, baseline: Known): DriftReason | null {
  switch (ours.cell.class) {
    case 'MEANING':
      return differenceIn(ours, baseline, meaningOf, 'It says something else');
    case 'TEXT':
      return differenceIn(ours, baseline, textOf, 'Only the text differs');
    case 'ENFORCEMENT':
      return enforcedDifferently(ours, baseline);
    default:
      return null;
  }
}

function differenceIn(
  ours: Known,
  { cell, cluster, body }: Known,
  read: (body: KubernetesObject) => unknown,
  otherwise: string,
): DriftReason {
  const difference =
    ours.body !== null && body !== null
      ? firstDifference(read(ours.body), read(body))
      : firstDifference(ours.cell.meaning, cell.meaning);
  if (difference === null) return { reason: `${otherwise} than in ${cluster.name}.`, cause: 'FIELD', fact: null };
  const { path, ours: here, theirs } = difference;
  const at = path === '' ? ours.cell.name : path;
  const isVersion = ours.cell.kind === 'MeshSetting' && ours.cell.name === 'istioVersion';
  return {
    reason: `${at} is ${shown(here)}; in ${cluster.name} it is ${shown(theirs)}.`,
    cause: isVersion ? 'VERSION' : path.startsWith('labels') ? 'LABEL' : 'FIELD',
    fact: null,
  };
}

const LONGEST_VALUE = 120;

function shown(value: unknown): string {
  if (value === undefined) return 'not set';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

function enforcedDifferently(ours: Known, baseline: Known): DriftReason {
  const what = `${changeOf(ours, baseline)}.`;
  const fact = tellingFact(ours, baseline);
  if (fact !== null) return { reason: `${what} ${fact.fact}`, cause: causeOf(fact), fact };
  const [here, there] = [ours.cluster.istioVersion, baseline.cluster.istioVersion];
  if (here !== there) {
    const versions = `Istio ${here ?? 'unknown'} here, ${there ?? 'unknown'} in ${baseline.cluster.name}.`;
    return { reason: `${what} ${versions}`, cause: 'VERSION', fact: null };
  }
  return { reason: what, cause: 'OTHER', fact: null };
}

/** `POD_ADDRESSED: NOBODY NOT_ATTACHED; in prod-a POD_ADDRESSED: WAYPOINT shop/waypoint AS_WRITTEN`. */
function changeOf(ours: Known, { cell, cluster }: Known): string {
  const [here, there] = [ours.cell.enforcement, cell.enforcement];
  if (!isTexts(here) || !isTexts(there)) {
    const difference = firstDifference(here, there);
    const { path = '', ours: value, theirs } = difference ?? {};
    return `${path === '' ? 'It' : path} is ${shown(value)}; in ${cluster.name} it is ${shown(theirs)}`;
  }
  const own = here.find((text) => !there.includes(text)) ?? 'nothing of it';
  const traffic = own.split(':')[0] ?? '';
  const other = there.filter((text) => !here.includes(text));
  return `${own}; in ${cluster.name} ${other.find((text) => text.startsWith(`${traffic}:`)) ?? other[0] ?? 'not'}`;
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

/** The first link of the evidence that the baseline does not have; what is around the policy says more than the policy. */
function tellingFact(ours: Known, baseline: Known): Fact | null {
  const known = new Set(baseline.evidence.map(({ fact }) => fact));
  const own = ours.evidence.filter(({ fact }) => !known.has(fact));
  const around = own.filter(({ object }) => object.kind !== 'Pod' && object.kind !== ours.cell.kind);
  return around.find(({ object }) => object.kind === 'Gateway') ?? around[0] ?? own[0] ?? null;
}

function causeOf({ object, field }: Fact): DriftCause {
  if (object.kind === 'Gateway' || field.includes('waypoint')) return 'WAYPOINT';
  return field.includes('labels') ? 'LABEL' : 'OTHER';
}
