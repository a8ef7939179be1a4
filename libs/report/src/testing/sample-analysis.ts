import type { Analysis, Finding, ObjectRef, Verdict } from '@waymark/engine';

export const policy: ObjectRef = { kind: 'AuthorizationPolicy', namespace: 'payments', name: 'allow-checkout' };
const api: ObjectRef = { kind: 'Deployment', namespace: 'payments', name: 'api' };

export const finding: Finding = {
  check: 'l7-allow-at-ztunnel',
  severity: 'error',
  message: 'AuthorizationPolicy payments/allow-checkout denies all traffic, because ztunnel drops its only rule.',
  object: policy,
  field: 'spec.rules[0].to[0].operation.paths',
  file: 'k8s/payments.yaml',
  line: 18,
  affected: [api],
  evidence: [
    {
      fact: 'The rule compares an HTTP path.',
      object: policy,
      field: 'spec.rules[0]',
      file: 'k8s/payments.yaml',
      line: 15,
    },
    { fact: 'ztunnel does not read HTTP.', object: policy, field: '', file: 'k8s/payments.yaml', line: 1 },
  ],
  fingerprint: 'f1',
};

export const verdict: Verdict = {
  policy,
  enforcer: { type: 'ZTUNNEL', namespace: 'istio-system', name: 'ztunnel' },
  pathClass: 'POD_ADDRESSED',
  effect: 'ALLOW_DENIES_ALL',
  rules: [{ index: 0, effect: 'DROPPED' }],
  targets: [api],
  evidence: finding.evidence,
};

export const sampleAnalysis = (parts: Partial<Analysis> = {}): Analysis => ({
  schemaVersion: 1,
  engineVersion: '0.1.0',
  istioVersion: '1.28',
  istioVersionSource: 'NEWEST',
  rootNamespace: 'istio-system',
  trustDomain: 'cluster.local',
  summary: {
    objects: 1200,
    skipped: 0,
    namespaces: 1,
    workloads: 1,
    capturedWorkloads: 1,
    services: 1,
    waypoints: 0,
    policies: 1,
    effects: { ALLOW_DENIES_ALL: 1 },
    findings: { error: 1, warning: 0, info: 0 },
    suppressed: 0,
  },
  namespaces: [],
  waypoints: [],
  verdicts: [verdict],
  findings: [finding],
  suppressedFindings: [],
  skipped: [],
  ...parts,
});
