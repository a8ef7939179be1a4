import type { Finding, SuppressedFinding, Verdict } from '../analysis.js';
import type { ObjectRef } from '../manifest/manifest.js';
import { dotted, refOf } from '../model/evidence.js';
import type { ClusterModel } from '../model/model.js';
import { compareText } from '../model/order.js';
import { Suppressions, type Suppression } from '../suppression/suppressions.js';
import { CheckIndex, keyOf } from './check-index.js';
import { catalogue } from './catalogue.js';
import type { Check, CheckInput, Report } from './define-check.js';
import { fingerprint } from './fingerprint.js';

export interface CheckResult {
  readonly findings: readonly Finding[];
  /** Those that an annotation asks to ignore. */
  readonly suppressedFindings: readonly SuppressedFinding[];
}

/**
 * Every check over one cluster. Sorted by object, check and cause, so that neither the order of the input nor moved
 * lines change the order of the findings.
 */
export function runChecks(
  model: ClusterModel,
  verdicts: readonly Verdict[],
  checks: readonly Check[] = catalogue,
): CheckResult {
  const suppressions = new Suppressions(model, SUPPRESSIBLE, new Set(checks.map(({ id }) => id)));
  const input: CheckInput = Object.freeze({ model, verdicts, index: new CheckIndex(model, verdicts), suppressions });
  const findings = new Map<string, Finding>();
  const suppressed = new Map<string, SuppressedFinding>();
  for (const check of [...checks].sort(lastOnes)) {
    check.run(input, (found) => {
      const finding = findingOf(check, found, input.index);
      const suppression = suppressions.use(check.id, found.manifest);
      if (suppression === undefined) addTo(findings, finding);
      else addTo(suppressed, { ...finding, suppression: placeOf(suppression) });
    });
  }
  return {
    findings: [...findings.values()].sort(byObjectThenCheck),
    suppressedFindings: [...suppressed.values()].sort(byObjectThenCheck),
  };
}

/** What is wrong with an annotation that ignores something is not ignored in its turn. */
const SUPPRESSIBLE: ReadonlySet<string> = new Set(
  catalogue.map(({ id }) => id).filter((id) => !id.startsWith('suppression-')),
);

const lastOnes = (a: Check, b: Check): number => Number(a.last ?? false) - Number(b.last ?? false);

function addTo<Found extends Finding>(findings: Map<string, Found>, finding: Found): void {
  const known = findings.get(finding.fingerprint);
  findings.set(finding.fingerprint, known === undefined ? finding : merged(known, finding));
}

function placeOf({ reason, manifest, path }: Suppression): SuppressedFinding['suppression'] {
  return { reason, field: dotted(path), ...manifest.locate(path) };
}

/** A check that brings no evidence of its own speaks of what the judge found out about the object. */
function findingOf(check: Check, found: Report, index: CheckIndex): Finding {
  const { manifest, field, message, affected = [], cause = '' } = found;
  const object = refOf(manifest);
  const { file, line } = field.length === 0 ? manifest.place : manifest.locate(field);
  return {
    check: check.id,
    severity: check.severity,
    message,
    object,
    field: dotted(field),
    file,
    line,
    affected: sortedRefs(affected),
    evidence: found.evidence ?? index.verdictsOf(object)[0]?.evidence ?? [],
    fingerprint: fingerprint(check.id, object, cause),
  };
}

/** One cause reported twice (by two paths to it) stays one finding; the first place in the file speaks for it. */
function merged<Found extends Finding>(a: Found, b: Found): Found {
  const first = a.line < b.line || (a.line === b.line && a.message <= b.message) ? a : b;
  return { ...first, affected: sortedRefs([...a.affected, ...b.affected]) };
}

export const byRef = (a: ObjectRef, b: ObjectRef): number =>
  compareText(a.namespace, b.namespace) || compareText(a.kind, b.kind) || compareText(a.name, b.name);

/** Sorted, each object once. */
export function sortedRefs(refs: readonly ObjectRef[]): ObjectRef[] {
  if (refs.length < 2) return refs.map(refOf);
  const byKey = new Map(refs.map((ref) => [keyOf(ref), ref]));
  return [...byKey.values()].map(refOf).sort(byRef);
}

const byObjectThenCheck = (a: Finding, b: Finding): number =>
  byRef(a.object, b.object) || compareText(a.check, b.check) || compareText(a.fingerprint, b.fingerprint);
