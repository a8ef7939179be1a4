import { describe, expect, it } from '@jest/globals';
import type { UpgradeComparison } from '@waymark/engine';
import { finding, policy, verdict } from '../testing/sample-analysis.js';
import { upgradeReport, type UpgradeTextOptions } from './upgrade-report.js';

const { targets, evidence } = verdict;
const because = ['waypointChecksAllowedRoutes'] as const;
const nobody = { type: 'NOBODY', namespace: '', name: '' } as const;
const waypoint = { type: 'WAYPOINT', namespace: 'infra', name: 'shared' } as const;

const change: UpgradeComparison['verdictChanges'][number] = {
  policy,
  place: { file: 'k8s/payments.yaml', line: 12 },
  pathClass: 'SERVICE_ADDRESSED',
  targets,
  before: [{ enforcer: waypoint, effect: 'AS_WRITTEN', rules: [], evidence: evidence.slice(0, 1) }],
  after: [{ enforcer: nobody, effect: 'TARGET_NOT_BOUND', rules: [], evidence }],
  because,
};

const sample = (parts: Partial<UpgradeComparison> = {}): UpgradeComparison => ({
  schemaVersion: 1,
  engineVersion: '0.1.0',
  from: '1.22',
  to: '1.23',
  ownVersion: '1.22.3',
  objects: 12,
  behaviours: [
    { name: because[0], what: 'a waypoint decides who attaches', source: 'waypoints.go', before: 'no', after: 'yes' },
  ],
  verdictChanges: [change, { ...change, pathClass: 'INGRESS' }],
  findingChanges: [{ change: 'GOES', finding, because }],
  objectChanges: [],
  skipped: [],
  ...parts,
});

const written = (parts: Partial<UpgradeComparison> = {}, options: Partial<UpgradeTextOptions> = {}) =>
  [...upgradeReport(sample(parts), { colour: false, columns: 100, all: false, ...options })].join('');

describe('the report of an upgrade', () => {
  it('tells policy by policy what it was, what it becomes, why, and what Istio changed', () => {
    expect(written()).toBe(`AuthorizationPolicy payments/allow-checkout
  to the service, through ingress; for Deployment payments/api
    k8s/payments.yaml:12
    by 1.22 waypoint infra/shared: enforced as written (AS_WRITTEN)
    by 1.23 nobody: its target is bound to no waypoint (TARGET_NOT_BOUND)
    because of waypointChecksAllowedRoutes (below)
      1. ztunnel does not read HTTP.
           AuthorizationPolicy payments/allow-checkout (k8s/payments.yaml:1)
  goes: error l7-allow-at-ztunnel
    AuthorizationPolicy payments/allow-checkout denies all traffic, because ztunnel drops its only
    rule.
    k8s/payments.yaml:18 spec.rules[0].to[0].operation.paths
    affects Deployment payments/api
    because of waypointChecksAllowedRoutes (below)

What changed in Istio from 1.22 to 1.23
  waypointChecksAllowedRoutes: a waypoint decides who attaches: no, then yes
    waypoints.go

Read 12 objects; the manifests themselves tell Istio 1.22.3.
From Istio 1.22 to 1.23: 2 verdicts of 1 policy changed, 1 finding fewer.
`);
  });

  it('tells the reasons that hold by both versions only when all is asked for', () => {
    expect(written()).not.toContain('The rule compares an HTTP path.');
    expect(written({}, { all: true })).toContain('1. The rule compares an HTTP path.');
  });

  it('tells objects that only one of the versions reads', () => {
    const skipped = { file: 'a.yaml', line: 4, reason: 'INVALID_OBJECT' as const, message: 'No such field.' };
    const report = written({
      objectChanges: [{ change: 'BECOMES_UNREADABLE', skipped: { ...skipped, object: policy }, because }],
    });
    expect(report).toContain('a.yaml:4 AuthorizationPolicy payments/allow-checkout is no longer readable by 1.23');
    expect(report).toContain('1 object that is no longer\nreadable.');
  });

  it('says when nothing changes, and when nothing can', () => {
    const none = { behaviours: [], verdictChanges: [], findingChanges: [], objectChanges: [] };
    expect(written({ ...none, ownVersion: null })).toBe(
      'Read 12 objects; the manifests do not tell a version.\nFrom Istio 1.22 to 1.23: nothing changes its meaning.\n',
    );
    expect(written({ ...none, to: '1.22' })).toContain('both versions are the same, so nothing can change.');
  });

  it('never lets a manifest steer the terminal', () => {
    const name = 'x\u001b[2J\u202e\r';
    const report = written({
      ownVersion: name,
      verdictChanges: [{ ...change, policy: { ...policy, name }, place: { file: name, line: 1 } }],
      findingChanges: [{ change: 'APPEARS', finding: { ...finding, message: name, file: name }, because }],
    });
    expect(report).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });
});
