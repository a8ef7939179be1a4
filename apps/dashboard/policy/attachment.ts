import { parse } from 'yaml';

export interface Attachment {
  /** `app=ledger`, `payments/ledger`, `everything`. */
  readonly what: string;
  /** `pods in namespace payments`, `Service`. */
  readonly where: string;
}

interface Ref {
  kind?: string;
  name?: string;
  namespace?: string;
}

/**
 * What a manifest says it attaches to, in words: its targetRefs, its parentRefs, the labels it selects, else its whole
 * namespace, or the whole mesh when that is the root namespace. Says what is written, not whether it works.
 */
export function attachmentsAsWritten(yaml: string, namespace: string, rootNamespace: string): Attachment[] {
  const spec = specOf(yaml);
  const targetRefs = [...listOf(spec.targetRefs), ...(spec.targetRef ? [spec.targetRef] : [])] as Ref[];
  const refs = targetRefs.length > 0 ? targetRefs : (listOf(spec.parentRefs) as Ref[]);
  if (refs.length > 0) return refs.map((ref) => refInWords(ref, namespace));
  const labels = labelsOf(spec.selector) ?? labelsOf(spec.workloadSelector);
  const place = namespace === rootNamespace ? 'the whole mesh' : `namespace ${namespace}`;
  if (!labels) return [{ what: 'everything', where: `in ${place}` }];
  return [{ what: labels.map(([key, value]) => `${key}=${String(value)}`).join(', '), where: `pods in ${place}` }];
}

interface Spec {
  targetRefs?: unknown;
  targetRef?: unknown;
  parentRefs?: unknown;
  selector?: unknown;
  workloadSelector?: unknown;
}

function specOf(yaml: string): Spec {
  const manifest: unknown = parse(yaml);
  return ((manifest as { spec?: Spec } | null)?.spec ?? {}) as Spec;
}

function refInWords({ kind, name, namespace }: Ref, ownNamespace: string): Attachment {
  const prefix = kind === 'GatewayClass' ? '' : `${namespace ?? ownNamespace}/`;
  // Gateway API: a parentRef without kind is a Gateway, without namespace in the route's own.
  return { what: `${prefix}${name ?? ''}`, where: kind ?? 'Gateway' };
}

/** matchLabels of a selector, or labels of EnvoyFilter's workloadSelector; null when it selects everything. */
function labelsOf(selector: unknown): [string, unknown][] | null {
  const { matchLabels, labels } = (selector ?? {}) as { matchLabels?: object; labels?: object };
  const entries = Object.entries(matchLabels ?? labels ?? {});
  return entries.length > 0 ? entries : null;
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
