import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { analyze } from './analyze.js';
import type { Verdict } from './analysis.js';
import type { Manifest } from './manifest/manifest.js';
import {
  authorizationPolicy,
  deployment,
  httpRoute,
  namespace,
  object,
  peerAuthentication,
  pod,
  requestAuthentication,
  service,
  waypoint,
} from './testing/index.js';

// One seed, so that a run can be repeated; another one is another search.
const SEED = 20261124;

const NAMESPACES = ['istio-system', 'shop', 'web'];
const fullName = fc
  .tuple(fc.constantFrom(...NAMESPACES), fc.constantFrom('cart', 'web', 'waypoint'))
  .map(([ns, name]) => `${ns}/${name}`);
const waypointRef = fc.constantFrom(undefined, 'waypoint', 'shop/waypoint', 'none');
const fields = fc.constantFrom<Readonly<Record<string, readonly string[]>>>(
  { methods: ['GET'] },
  { ports: ['80'] },
  { ports: ['8080'] },
  { methods: ['GET'], ports: ['80'] },
);
const sources = fc.constantFrom<Readonly<Record<string, readonly string[]>>>(
  { principals: ['cluster.local/ns/web/sa/web'] },
  { notNamespaces: ['web'] },
  { ipBlocks: ['10.0.0.0/8'] },
  { trustDomains: ['cluster.local'] },
);
const rule = fc.record({
  to: fc.array(
    fields.map((operation) => ({ operation })),
    { maxLength: 2 },
  ),
  from: fc.array(
    sources.map((source) => ({ source })),
    { maxLength: 2 },
  ),
});
const targetRef = fc.constantFrom(
  { group: '', kind: 'Service', name: 'cart' },
  { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' },
  { group: 'gateway.networking.k8s.io', kind: 'GatewayClass', name: 'istio-waypoint' },
  { group: '', kind: 'Service', name: 'gone' },
);
const attachment = fc.oneof(
  fc.constant({}),
  fc.record({ selector: fc.constantFrom({ matchLabels: { app: 'cart' } }, {}, { matchLabels: { app: 'gone' } }) }),
  fc.record({ targetRefs: fc.array(targetRef, { minLength: 1, maxLength: 3 }) }),
);
const mode = fc.constantFrom('STRICT', 'PERMISSIVE', 'DISABLE', 'UNSET');

const manifest: fc.Arbitrary<Manifest> = fc.oneof(
  fc
    .tuple(fc.constantFrom(...NAMESPACES), fc.boolean(), waypointRef)
    .map(([name, ambient, ref]) => namespace(name, { ambient, ...(ref === undefined ? {} : { waypoint: ref }) })),
  fc
    .tuple(fullName, fc.boolean(), fc.boolean(), waypointRef)
    .map(([name, captured, sidecar, ref]) =>
      pod(name, { captured, sidecar, ...(ref === undefined ? {} : { waypoint: ref }) }),
    ),
  // Pods of one owner that differ in how traffic reaches them.
  fc
    .tuple(fullName, fc.integer({ min: 0, max: 3 }), fc.boolean(), fc.constantFrom('cart', 'web'), waypointRef)
    .map(([name, ordinal, bypass, app, ref]) =>
      pod(`${name}-${ordinal}`, {
        captured: true,
        labels: { app },
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'StatefulSet', name: name.split('/')[1], controller: true }],
        ...(bypass ? { annotations: { 'ambient.istio.io/bypass-inbound-capture': 'true' } } : {}),
        ...(ref === undefined ? {} : { waypoint: ref }),
      }),
    ),
  fullName.map((name) => deployment(name)),
  fc.tuple(fullName, waypointRef).map(([name, ref]) => service(name, ref === undefined ? {} : { waypoint: ref })),
  fc
    .tuple(fullName, fc.constantFrom('service', 'all', 'none'), fc.constantFrom('istio-waypoint', 'istio'))
    .map(([name, waypointFor, className]) => waypoint(name, { waypointFor, className })),
  fc
    .tuple(fullName, fc.constantFrom('ALLOW', 'DENY', 'AUDIT', 'CUSTOM'), fc.array(rule, { maxLength: 3 }), attachment)
    .map(([name, action, rules, where]) => authorizationPolicy(name, { action, rules, ...where })),
  fc.tuple(fullName, attachment).map(([name, where]) => requestAuthentication(name, where)),
  fc.tuple(fullName, attachment).map(([name, where]) => object('telemetry.istio.io/v1', 'Telemetry', name, where)),
  fc.tuple(fullName, mode, mode, fc.boolean()).map(([name, mtls, port, selects]) =>
    peerAuthentication(name, {
      mtls: { mode: mtls },
      ...(selects ? { selector: { matchLabels: { app: 'cart' } }, portLevelMtls: { 8080: { mode: port } } } : {}),
    }),
  ),
  fc
    .tuple(fullName, fc.array(targetRef, { maxLength: 2 }))
    .map(([name, parentRefs]) => httpRoute(name, { parentRefs })),
);

/** Each object once, with a place of its own. */
const cluster = fc
  .uniqueArray(manifest, { maxLength: 25, selector: ({ kind, namespace: ns, name }) => `${kind}/${ns}/${name}` })
  .map((manifests) =>
    manifests.map((one, index) => {
      const place = { file: 'cluster.yaml', line: index + 1 };
      return { ...one, place, locate: () => place };
    }),
  );

describe('an analysis', () => {
  it('is the same bytes whatever the order of the objects', () => {
    const inTwoOrders = cluster.chain((manifests) =>
      fc.tuple(fc.constant(manifests), fc.shuffledSubarray(manifests, { minLength: manifests.length })),
    );
    fc.assert(
      fc.property(inTwoOrders, ([manifests, shuffled]) => {
        const one = analyze({ manifests, skipped: [] });
        const other = analyze({ manifests: shuffled, skipped: [] });
        expect(JSON.stringify(other)).toBe(JSON.stringify(one));
      }),
      { numRuns: 300, seed: SEED },
    );
  });

  it('has for every policy verdicts with evidence, and only one where nobody evaluates it', () => {
    fc.assert(
      fc.property(cluster, (manifests) => {
        const { verdicts, summary } = analyze({ manifests, skipped: [] });
        const byPolicy = new Map<string, Verdict[]>();
        for (const verdict of verdicts) {
          const { kind, namespace: ns, name } = verdict.policy;
          byPolicy.set(`${kind}/${ns}/${name}`, [...(byPolicy.get(`${kind}/${ns}/${name}`) ?? []), verdict]);
        }
        expect(byPolicy.size).toBe(summary.policies);
        for (const own of byPolicy.values()) {
          expect(own.every(({ evidence }) => evidence.length > 0)).toBe(true);
          if (own.some(({ enforcer, pathClass }) => enforcer.type === 'NOBODY' && pathClass === null))
            expect(own).toHaveLength(1);
        }
      }),
      { numRuns: 200, seed: SEED },
    );
  });

  it('never lists a target twice for one policy, enforcer and class of traffic', () => {
    fc.assert(
      fc.property(cluster, (manifests) => {
        const { verdicts } = analyze({ manifests, skipped: [] });
        const listed = verdicts.flatMap(({ policy, enforcer, pathClass, targets }) =>
          targets.map((target) => JSON.stringify([policy, enforcer, pathClass, target])),
        );
        expect(new Set(listed).size).toBe(listed.length);
      }),
      { numRuns: 200, seed: SEED },
    );
  });
});
