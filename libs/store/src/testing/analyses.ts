import { ENGINE_VERSION, type Analysis, type Fact, type Finding, type ObjectRef, type Verdict } from '@waymark/engine';

/** A reference from `Kind namespace/name`. */
export function ref(text: string): ObjectRef {
  const [kind = '', path = ''] = text.split(' ');
  const [namespace = '', name = ''] = path.split('/');
  return { kind, namespace, name };
}

export function fact(object: ObjectRef, line = 1): Fact {
  return { fact: 'the reason', object, field: 'spec', file: 'cluster.yaml', line };
}

export function verdict(policy: string, changes: Partial<Verdict> = {}): Verdict {
  return {
    policy: ref(policy),
    enforcer: { type: 'ZTUNNEL', namespace: 'istio-system', name: 'ztunnel' },
    pathClass: 'POD_ADDRESSED',
    effect: 'AS_WRITTEN',
    rules: [{ index: 0, effect: 'AS_WRITTEN' }],
    targets: [ref('Deployment shop/cart')],
    evidence: [fact(ref(policy))],
    ...changes,
  };
}

export function finding(fingerprint: string, changes: Partial<Finding> = {}): Finding {
  const object = changes.object ?? ref('AuthorizationPolicy shop/no-writes');
  return {
    check: 'http-deny-does-nothing',
    severity: 'error',
    message: 'The policy denies nothing.',
    object,
    field: 'spec.rules',
    file: 'cluster.yaml',
    line: 1,
    affected: [ref('Deployment shop/cart')],
    evidence: [fact(object)],
    fingerprint,
    ...changes,
  };
}

/** An answer with these verdicts and findings, counted as the engine counts them. */
export function analysisWith(
  verdicts: readonly Verdict[],
  findings: readonly Finding[] = [],
  changes: Partial<Analysis> = {},
): Analysis {
  const effects: Record<string, number> = {};
  for (const { effect } of verdicts) effects[effect] = (effects[effect] ?? 0) + 1;
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { severity } of findings) counts[severity] += 1;
  const policies = new Set(verdicts.map(({ policy }) => JSON.stringify(policy))).size;
  return {
    schemaVersion: 1,
    engineVersion: ENGINE_VERSION,
    istioVersion: '1.28.0',
    istioVersionSource: 'NEWEST',
    rootNamespace: 'istio-system',
    trustDomain: 'cluster.local',
    summary: {
      objects: 4,
      skipped: 0,
      namespaces: 1,
      workloads: 1,
      capturedWorkloads: 1,
      services: 1,
      waypoints: 0,
      policies,
      effects,
      findings: counts,
      suppressed: 0,
    },
    namespaces: [],
    waypoints: [],
    verdicts,
    findings,
    suppressedFindings: [],
    skipped: [],
    ...changes,
  };
}
