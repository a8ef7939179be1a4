// Tables C, D and E of semantics section 7: other clients, other destinations, types of waypoints.
import { describe, expect, it } from '@jest/globals';
import type { Manifest } from '../manifest/manifest.js';
import {
  authorizationPolicy,
  effectOn,
  meshConfig,
  namespace,
  pod,
  service,
  verdictLine,
  verdictOn,
  verdictsAbout,
  waypoint,
  type PodOptions,
  type ServiceOptions,
} from '../testing/index.js';

type Spec = Readonly<Record<string, unknown>>;

const SERVICE = { group: '', kind: 'Service', name: 'cart' };
const GATEWAY = { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' };
const HTTP = [{ to: [{ operation: { methods: ['GET'] } }] }];
const CLIENT = [{ from: [{ source: { principals: ['cluster.local/ns/web/sa/web'] } }] }];

const cluster = (podOptions: PodOptions, serviceOptions: ServiceOptions, waypointFor = 'service') => [
  namespace('shop'),
  pod('shop/cart', podOptions),
  service('shop/cart', serviceOptions),
  waypoint('shop/waypoint', { waypointFor }),
];
const about = (manifests: readonly Manifest[], spec: Spec) =>
  verdictsAbout('policy', [...manifests, authorizationPolicy('shop/policy', spec)]);

describe('table C: other clients', () => {
  const direct = cluster({ captured: true }, {});
  it.each([
    ['an uncaptured client has no identity', { rules: CLIENT }, 'UNCAPTURED_CLIENT', 'NO_IDENTITY'],
    ['notPrincipals alone sees none either', { rules: negative() }, 'UNCAPTURED_CLIENT', 'NO_IDENTITY'],
    ['any principal asks for one', { rules: anyPrincipal() }, 'UNCAPTURED_CLIENT', 'NO_IDENTITY'],
    ['a client with a sidecar has its own', { rules: CLIENT }, 'SIDECAR_CLIENT', 'AS_WRITTEN'],
    ['a gateway has its own', { rules: CLIENT }, 'INGRESS', 'AS_WRITTEN'],
    ['an address rule works without identity', { rules: address() }, 'UNCAPTURED_CLIENT', 'AS_WRITTEN'],
  ] as const)('at ztunnel, %s', (_what, spec, pathClass, effect) => {
    expect(effectOn(about(direct, spec), 'ZTUNNEL', pathClass)).toBe(effect);
  });

  it('a gateway passes the waypoint by, unless the service lets ingress use it', () => {
    const labels = { 'istio.io/ingress-use-waypoint': 'true' };
    const plain = about(cluster({ captured: true }, { waypoint: 'waypoint' }), { targetRefs: [SERVICE], rules: HTTP });
    const through = about(cluster({ captured: true }, { waypoint: 'waypoint', labels }), {
      targetRefs: [SERVICE],
      rules: HTTP,
    });
    expect(effectOn(plain, 'WAYPOINT', 'INGRESS')).toBe('BYPASSED');
    expect(effectOn(through, 'WAYPOINT', 'INGRESS')).toBe('AS_WRITTEN');
  });

  it('behind such an ingress the ztunnel sees the waypoint', () => {
    const labels = { 'istio.io/ingress-use-waypoint': 'true' };
    const through = about(cluster({ captured: true }, { waypoint: 'waypoint', labels }), { rules: CLIENT });
    expect(effectOn(through, 'ZTUNNEL', 'INGRESS')).toBe('WRONG_IDENTITY');
  });

  it('plaintext passes a pod by that bypasses inbound capture', () => {
    const annotations = { 'ambient.istio.io/bypass-inbound-capture': 'true' };
    const verdicts = about(cluster({ captured: true, annotations }, {}), { rules: CLIENT });
    expect(effectOn(verdicts, 'ZTUNNEL', 'UNCAPTURED_CLIENT')).toBe('BYPASSED');
    expect(effectOn(verdicts, 'ZTUNNEL', 'POD_ADDRESSED')).toBe('AS_WRITTEN');
  });
});

describe('table D: destinations that ztunnel does not capture', () => {
  it('a sidecar evaluates a policy without targetRefs in full', () => {
    const verdicts = about(cluster({ sidecar: true }, {}), { rules: HTTP });
    expect(effectOn(verdicts, 'SIDECAR', 'SERVICE_ADDRESSED')).toBe('AS_WRITTEN');
    expect(verdicts.every(({ enforcer }) => enforcer.type === 'SIDECAR')).toBe(true);
  });

  it('a sidecar behind a waypoint sees the waypoint', () => {
    const verdicts = about(cluster({ sidecar: true }, { waypoint: 'waypoint' }), { rules: CLIENT });
    expect(effectOn(verdicts, 'SIDECAR', 'SERVICE_ADDRESSED')).toBe('WRONG_IDENTITY');
    expect(effectOn(verdicts, 'SIDECAR', 'SIDECAR_CLIENT')).toBe('AS_WRITTEN');
  });

  it('a sidecar never evaluates a policy with targetRefs', () => {
    const verdicts = about(cluster({ sidecar: true }, {}), { targetRefs: [SERVICE], rules: HTTP });
    expect(verdicts.map(verdictLine)).toEqual(['NOBODY TARGET_NOT_BOUND']);
  });

  it('without ztunnel and sidecar nobody evaluates it', () => {
    const verdicts = about(cluster({}, {}), { rules: HTTP });
    expect(verdicts.map(verdictLine)).toEqual(['NOBODY NOT_ATTACHED']);
    expect(verdicts[0]?.evidence.some(({ fact }) => fact.includes('is not in ambient'))).toBe(true);
  });

  it('an ExternalName Service has no waypoint', () => {
    const external = service('shop/cart', { type: 'ExternalName', waypoint: 'waypoint' });
    const verdicts = about([namespace('shop'), external, waypoint('shop/waypoint')], { targetRefs: [SERVICE] });
    expect(verdicts.map(verdictLine)).toEqual(['NOBODY TARGET_NOT_BOUND']);
  });
});

describe('table E: what a waypoint is for', () => {
  const both = (waypointFor: string) =>
    cluster({ captured: true, waypoint: 'waypoint' }, { waypoint: 'waypoint' }, waypointFor);
  it.each([
    ['service', 'AS_WRITTEN', 'BYPASSED'],
    ['all', 'AS_WRITTEN', 'AS_WRITTEN'],
    ['workload', 'BYPASSED', 'AS_WRITTEN'],
  ])('%s: service-addressed %s, pod-addressed %s for a Gateway target', (waypointFor, byService, byPod) => {
    const verdicts = about(both(waypointFor), { targetRefs: [GATEWAY], rules: HTTP });
    expect(effectOn(verdicts, 'WAYPOINT', 'SERVICE_ADDRESSED')).toBe(byService);
    expect(effectOn(verdicts, 'WAYPOINT', 'POD_ADDRESSED')).toBe(byPod);
  });

  it.each(['none', 'sevrice'])('%s: nothing goes through it', (waypointFor) => {
    const gatewayTarget = about(both(waypointFor), { targetRefs: [GATEWAY], rules: HTTP });
    const serviceTarget = about(both(waypointFor), { targetRefs: [SERVICE], rules: HTTP });
    expect(gatewayTarget.map(verdictLine)).toEqual(['NOBODY BYPASSED']);
    expect(serviceTarget.map(verdictLine)).toEqual(['NOBODY TARGET_NOT_BOUND']);
  });

  it('a headless Service is bound, but its clients address pods', () => {
    const verdicts = about(cluster({ captured: true }, { ip: 'None', waypoint: 'waypoint' }), {
      targetRefs: [SERVICE],
      rules: HTTP,
    });
    expect(verdicts.map(verdictLine)).toEqual(['NOBODY BYPASSED']);
  });
});

describe('HTTP rules on TCP ports (semantics 5.4)', () => {
  const tcp = [{ name: 'tcp', port: 9000, targetPort: 9000 }];
  const mixed = [{ name: 'http', port: 80, targetPort: 8080 }, ...tcp];
  const onPort = (port: string) => [{ to: [{ operation: { methods: ['GET'], ports: [port] } }] }];
  it.each([
    ['ALLOW on a TCP port is dropped', tcp, { rules: HTTP }, 'ALLOW_DENIES_ALL'],
    ['DENY on a TCP port denies every connection', tcp, { action: 'DENY', rules: HTTP }, 'DENY_WIDENED'],
    ['DENY on both denies every connection to the TCP port', mixed, { action: 'DENY', rules: HTTP }, 'DENY_WIDENED'],
    ['DENY for the HTTP port alone is as written', mixed, { action: 'DENY', rules: onPort('80') }, 'AS_WRITTEN'],
  ])('at a waypoint, %s', (_what, ports, spec, effect) => {
    const manifests = cluster({ captured: true }, { ports, waypoint: 'waypoint' });
    const verdicts = about(manifests, { targetRefs: [SERVICE], ...spec });
    expect(effectOn(verdicts, 'WAYPOINT', 'SERVICE_ADDRESSED')).toBe(effect);
  });

  it('at a sidecar the same holds, by the port on the pod', () => {
    const verdicts = about(cluster({ sidecar: true }, { ports: mixed }), { action: 'DENY', rules: onPort('9000') });
    expect(effectOn(verdicts, 'SIDECAR', 'SERVICE_ADDRESSED')).toBe('DENY_WIDENED');
  });
});

describe('an external authorizer over HTTP (semantics 14.21)', () => {
  const authorizer = [
    service('shop/authz'),
    meshConfig({
      extensionProviders: [{ name: 'authz', envoyExtAuthzHttp: { service: 'authz.shop.svc.cluster.local', port: 80 } }],
    }),
  ];
  const spec = { action: 'CUSTOM', provider: { name: 'authz' }, targetRefs: [SERVICE], rules: HTTP };
  it.each([
    ['is asked on HTTP ports', 'http', 'AS_WRITTEN'],
    ['is not asked on TCP ports, and everything passes', 'tcp', 'DENY_NO_EFFECT'],
  ])('%s', (_what, name, effect) => {
    const ports = [{ name, port: 9000, targetPort: 9000 }];
    const manifests = [...cluster({ captured: true }, { ports, waypoint: 'waypoint' }), ...authorizer];
    expect(effectOn(about(manifests, spec), 'WAYPOINT', 'SERVICE_ADDRESSED')).toBe(effect);
  });

  it('that the mesh config does not know denies what the rules match', () => {
    const manifests = [...cluster({ captured: true }, { waypoint: 'waypoint' }), meshConfig({})];
    expect(effectOn(about(manifests, spec), 'WAYPOINT', 'SERVICE_ADDRESSED')).toBe('DENY_WIDENED');
  });
});

describe('dry run', () => {
  const annotations = { 'istio.io/dry-run': 'true' };
  const dry = (manifests: readonly Manifest[], spec: Spec) =>
    verdictsAbout('policy', [...manifests, authorizationPolicy('shop/policy', spec, { annotations })]);

  it('is not sent to ztunnel', () => {
    expect(dry(cluster({ captured: true }, {}), { rules: HTTP }).map(verdictLine)).toEqual(['NOBODY NOT_SENT_DRY_RUN']);
  });

  it('is logged by a waypoint', () => {
    const manifests = cluster({ captured: true }, { waypoint: 'waypoint' });
    const verdict = verdictOn(dry(manifests, { targetRefs: [SERVICE], rules: HTTP }), 'WAYPOINT', 'SERVICE_ADDRESSED');
    expect(verdict.effect).toBe('DRY_RUN_LOGGED');
  });
});

function negative() {
  return [{ from: [{ source: { notPrincipals: ['cluster.local/ns/web/sa/web'] } }] }];
}

function anyPrincipal() {
  return [{ from: [{ source: { principals: ['*'] } }] }];
}

function address() {
  return [{ from: [{ source: { ipBlocks: ['10.0.0.0/8'] } }] }];
}
