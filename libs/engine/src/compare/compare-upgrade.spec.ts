import { describe, expect, it } from '@jest/globals';
import { analyze } from '../analyze.js';
import type { ReadResult } from '../manifest/read.js';
import { manifestsFromYaml } from '../testing/from-yaml.js';
import { ISTIO_RELEASES } from '../version/istio-version.js';
import { compareAnalyses } from './compare-analyses.js';
import { compareUpgrade } from './compare-upgrade.js';

const CLOSED_WAYPOINT = `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio.io/dataplane-mode: ambient } }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: shared, namespace: shop }
spec:
  gatewayClassName: istio-waypoint
  listeners: [{ name: mesh, port: 15008, protocol: HBONE, allowedRoutes: { namespaces: { from: Selector } } }]
status: { addresses: [{ type: IPAddress, value: 10.0.0.9 }] }
---
apiVersion: v1
kind: Service
metadata:
  name: cart
  namespace: shop
  labels: { istio.io/use-waypoint: shared }
spec: { selector: { app: cart }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: cart, namespace: shop, labels: { app: cart } }
spec: { serviceAccountName: cart, containers: [{ name: cart, image: cart:1 }] }
status: { phase: Running, podIP: 10.1.0.1 }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: no-admin, namespace: shop }
spec:
  targetRefs: [{ kind: Service, group: '', name: cart }]
  action: DENY
  rules: [{ to: [{ operation: { paths: [/admin] } }] }]
`;

const ISTIOD = `
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: istiod, namespace: istio-system, labels: { app: istiod } }
spec: { template: { spec: { containers: [{ name: discovery, image: docker.io/istio/pilot:1.27.3 }] } } }
`;

const read = (yaml: string): ReadResult => ({ manifests: manifestsFromYaml(yaml), skipped: [] });

describe('comparing an upgrade', () => {
  const upgrade = compareUpgrade(read(CLOSED_WAYPOINT), '1.22', '1.23');

  it('names the policy that loses its enforcer, for which traffic, and where it stands', () => {
    const change = upgrade.verdictChanges.find(({ pathClass }) => pathClass === 'SERVICE_ADDRESSED');
    expect(change).toMatchObject({
      policy: { kind: 'AuthorizationPolicy', namespace: 'shop', name: 'no-admin' },
      place: { file: 'test.yaml', line: 32 },
      targets: [{ kind: 'Service', namespace: 'shop', name: 'cart' }],
      before: [{ enforcer: { type: 'WAYPOINT', namespace: 'shop', name: 'shared' }, effect: 'AS_WRITTEN' }],
      after: [{ enforcer: { type: 'NOBODY' }, effect: 'TARGET_NOT_BOUND' }],
    });
    expect(change?.after[0]?.evidence).not.toEqual([]);
  });

  it('names the behaviour that brings every change about, with its source, and no other', () => {
    const changes = [...upgrade.verdictChanges, ...upgrade.findingChanges, ...upgrade.objectChanges];
    expect(new Set(changes.flatMap(({ because }) => because))).toEqual(new Set(['waypointChecksAllowedRoutes']));
    expect(changes.every(({ because }) => because.length === 1)).toBe(true);
    expect(upgrade.behaviours).toMatchObject([{ name: 'waypointChecksAllowedRoutes', before: 'no', after: 'yes' }]);
    expect(upgrade.behaviours[0]?.source).toMatch(/makeAllowedRoutes/);
  });

  it('tells the findings that appear, and the way back those that go', () => {
    const appear = upgrade.findingChanges.map(({ change, finding }) => [change, finding.fingerprint]);
    expect(appear.length).toBeGreaterThan(0);
    const downgrade = compareUpgrade(read(CLOSED_WAYPOINT), '1.23', '1.22');
    const back = { APPEARS: 'GOES', GOES: 'APPEARS' } as const;
    expect(downgrade.findingChanges.map(({ change, finding }) => [back[change], finding.fingerprint])).toEqual(appear);
  });

  it('judges by the two releases whatever the manifests tell, and says what they tell', () => {
    const compared = compareUpgrade(read(CLOSED_WAYPOINT + ISTIOD), '1.22', '1.23');
    expect(compared).toMatchObject({ from: '1.22', to: '1.23', ownVersion: '1.27.3' });
    expect(compared.verdictChanges).toEqual(upgrade.verdictChanges);
  });

  it('finds nothing between releases that do the same', () => {
    const same = compareUpgrade(read(CLOSED_WAYPOINT), '1.28.1', '1.28.1');
    expect(same).toMatchObject({ behaviours: [], verdictChanges: [], findingChanges: [], objectChanges: [] });
  });

  it('finds from release to release what it finds over all of them', () => {
    const steps = ISTIO_RELEASES.slice(1).map((to, at) =>
      compareUpgrade(read(CLOSED_WAYPOINT), ISTIO_RELEASES[at] ?? '', to),
    );
    const all = compareUpgrade(read(CLOSED_WAYPOINT), ISTIO_RELEASES[0] ?? '', ISTIO_RELEASES.at(-1) ?? '');
    const names = steps.flatMap(({ behaviours }) => behaviours.map(({ name }) => name));
    expect(names).toEqual(expect.arrayContaining(all.behaviours.map(({ name }) => name)));
    expect(all.verdictChanges.every(({ because }) => because.length > 0)).toBe(true);
  });
});

describe('comparing two snapshots', () => {
  const before = analyze(read(CLOSED_WAYPOINT), { istioVersion: '1.28' });

  it('finds nothing when only lines and order moved', () => {
    const documents = CLOSED_WAYPOINT.split('---\n');
    const moved = analyze(read(['\n\n\n', ...documents.reverse()].join('\n---\n')), { istioVersion: '1.28' });
    expect(compareAnalyses(before, moved)).toEqual({ verdicts: [], findings: [], objects: [] });
  });

  it('tells a policy that is new and one that is gone', () => {
    const [rest = ''] = CLOSED_WAYPOINT.split(/---\n(?=apiVersion: security)/);
    const without = analyze(read(rest), { istioVersion: '1.28' });
    const gone = compareAnalyses(before, without).verdicts;
    expect(gone.length).toBeGreaterThan(0);
    expect(gone.every(({ after, before }) => after.length === 0 && before.length > 0)).toBe(true);
    const isNew = compareAnalyses(without, before).verdicts;
    expect(isNew).toHaveLength(gone.length);
    expect(isNew.every(({ after, before }) => after.length > 0 && before.length === 0)).toBe(true);
  });

  it('tells objects that become readable and that no longer are', () => {
    const object = { kind: 'Service', namespace: 'shop', name: 'cart' };
    const unread = { file: 'a.yaml', line: 3, reason: 'INVALID_OBJECT' as const, message: 'It has no ports.', object };
    const broken = { ...before, skipped: [unread] };
    const moved = { ...before, skipped: [{ ...unread, line: 9 }] };
    expect(compareAnalyses(before, broken).objects).toEqual([{ change: 'BECOMES_UNREADABLE', skipped: unread }]);
    expect(compareAnalyses(broken, before).objects).toEqual([{ change: 'BECOMES_READABLE', skipped: unread }]);
    expect(compareAnalyses(broken, moved).objects).toEqual([]);
  });
});
