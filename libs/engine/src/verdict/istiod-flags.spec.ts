// Flags of istiod that change verdicts and decisions (semantics 0.4).
import { describe, expect, it } from '@jest/globals';
import { analyze } from '../analyze.js';
import { compileDecisions } from '../decision/decisions.js';
import type { Manifest } from '../manifest/manifest.js';
import {
  authorizationPolicy,
  effectOn,
  manifestOf,
  modelOf,
  namespace,
  pod,
  service,
  verdictLine,
  verdictOn,
  verdictsAbout,
  waypoint,
} from '../testing/index.js';
import { sentPolicies } from '../ztunnel/sent-policies.js';

const istiod = (environment: Readonly<Record<string, string>>, image = 'istio/pilot:1.30.3'): Manifest =>
  manifestOf({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { namespace: 'istio-system', name: 'istiod', labels: { app: 'istiod' } },
    spec: {
      template: {
        spec: {
          containers: [
            { name: 'discovery', image, env: Object.entries(environment).map(([name, value]) => ({ name, value })) },
          ],
        },
      },
    },
  });

const SERVICE = { targetRefs: [{ group: '', kind: 'Service', name: 'cart' }] };
const GATEWAY = { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' }] };
const HTTP = [{ to: [{ operation: { methods: ['GET'] } }] }];
const CLIENT = [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }] }];
const DRY_RUN = { annotations: { 'istio.io/dry-run': 'true' } };

const shop = (flags: Readonly<Record<string, string>>, ...more: readonly Manifest[]): readonly Manifest[] => [
  istiod(flags),
  namespace('shop'),
  pod('shop/cart', { captured: true, ip: '10.1.0.1' }),
  pod('shop/web', { captured: true, ip: '10.1.0.2', serviceAccount: 'web' }),
  pod('shop/proxy', {
    ip: '10.1.0.3',
    serviceAccount: 'waypoint',
    labels: { 'gateway.networking.k8s.io/gateway-name': 'waypoint', tier: 'waypoint' },
  }),
  service('shop/cart', { ip: '10.96.0.1', waypoint: 'waypoint' }),
  waypoint('shop/waypoint'),
  ...more,
];

/** What becomes of a GET of `web` to the Service or to the pod. */
function decide(manifests: readonly Manifest[], to: 'SERVICE' | 'POD') {
  const destination =
    to === 'SERVICE'
      ? { kind: 'SERVICE' as const, namespace: 'shop', name: 'cart', port: 80 }
      : { kind: 'POD' as const, namespace: 'shop', name: 'cart', port: 8080 };
  const { outcome, reason, decidedBy } = compileDecisions(modelOf(manifests)).decide({
    source: { kind: 'POD', namespace: 'shop', name: 'web' },
    destination,
    http: { method: 'GET', path: '/', host: 'cart.shop', headers: {} },
  });
  return `${outcome} ${reason} ${decidedBy?.enforcer}`;
}

describe('PILOT_AUTO_ALLOW_WAYPOINT_POLICY', () => {
  const ON = { PILOT_AUTO_ALLOW_WAYPOINT_POLICY: 'true' };

  it('makes an ALLOW policy for the accounts of each waypoint that has pods', () => {
    expect(sentPolicies(modelOf(shop(ON)))).toEqual([
      {
        name: 'shop/istio_allow_waypoint_shop_waypoint',
        scope: 'WORKLOAD_SELECTOR',
        action: 'ALLOW',
        rules: [[[{ principals: [{ exact: 'cluster.local/ns/shop/sa/waypoint' }] }]]],
      },
    ]);
    expect(sentPolicies(modelOf(shop({})))).toEqual([]);
  });

  it('lets ztunnel refuse what does not come through the waypoint', () => {
    expect(decide(shop(ON), 'POD')).toBe('DENIED ALLOW_NONE_MATCHED ZTUNNEL');
    expect(decide(shop({}), 'POD')).toBe('ALLOWED NO_POLICY ZTUNNEL');
    expect(decide(shop(ON), 'SERVICE')).toBe('ALLOWED ALLOW_MATCH ZTUNNEL');
  });

  it('admits the waypoint beside an ALLOW policy for clients', () => {
    const policy = authorizationPolicy('shop/policy', { rules: CLIENT });
    const on = (flags: Readonly<Record<string, string>>) => verdictsAbout('policy', shop(flags, policy));
    expect(effectOn(on({}), 'ZTUNNEL', 'SERVICE_ADDRESSED')).toBe('WRONG_IDENTITY');
    expect(effectOn(on(ON), 'ZTUNNEL', 'SERVICE_ADDRESSED')).toBe('AS_WRITTEN');
    const facts = verdictOn(on(ON), 'ZTUNNEL', 'SERVICE_ADDRESSED').evidence.map(({ fact }) => fact);
    expect(facts.at(-1)).toMatch(/istiod adds an ALLOW policy for waypoint shop\/waypoint/);
    expect(decide(shop({}, policy), 'SERVICE')).toBe('DENIED ALLOW_NONE_MATCHED ZTUNNEL');
    expect(decide(shop(ON, policy), 'SERVICE')).toBe('ALLOWED ALLOW_MATCH ZTUNNEL');
  });

  it('does nothing where ambient is off', () => {
    expect(sentPolicies(modelOf(shop({ ...ON, PILOT_ENABLE_AMBIENT: 'false' })))).toEqual([]);
  });
});

describe('ENABLE_LAYERED_WAYPOINT_AUTHORIZATION_POLICIES', () => {
  const ON = { ENABLE_LAYERED_WAYPOINT_AUTHORIZATION_POLICIES: 'true' };
  const atWaypoint = (flags: Readonly<Record<string, string>>, policy: Manifest) =>
    verdictsAbout('policy', shop(flags, policy))
      .filter(({ enforcer }) => enforcer.type === 'WAYPOINT')
      .map(verdictLine);

  it.each([
    ['of the namespace', {}],
    ['with a selector that fits the pods of the waypoint', { selector: { matchLabels: { tier: 'waypoint' } } }],
  ])('brings a policy %s to the tunnel of the waypoint', (_, attachment) => {
    const policy = authorizationPolicy('shop/policy', { ...attachment, action: 'DENY', rules: CLIENT });
    expect(atWaypoint({}, policy)).toEqual([]);
    expect(atWaypoint(ON, policy)).toEqual(['WAYPOINT SERVICE_ADDRESSED AS_WRITTEN']);
    expect(decide(shop(ON, policy), 'SERVICE')).toBe('DENIED DENY_MATCH WAYPOINT');
  });

  it('leaves out a selector that fits other pods, and services', () => {
    const selecting = { selector: { matchLabels: { app: 'cart' } }, rules: [{}] };
    expect(atWaypoint(ON, authorizationPolicy('shop/policy', selecting))).toEqual([]);
    const named = authorizationPolicy('shop/policy', { ...SERVICE, action: 'DENY', rules: HTTP });
    expect(atWaypoint(ON, named)[0]).toBe('WAYPOINT SERVICE_ADDRESSED AS_WRITTEN');
  });

  it('lets a DENY that names the Gateway and needs HTTP refuse everything', () => {
    const policy = authorizationPolicy('shop/policy', {
      ...GATEWAY,
      action: 'DENY',
      rules: [{ to: [{ operation: { methods: ['DELETE'] } }] }],
    });
    expect(atWaypoint({}, policy)[0]).toBe('WAYPOINT SERVICE_ADDRESSED AS_WRITTEN');
    expect(atWaypoint(ON, policy)[0]).toBe('WAYPOINT SERVICE_ADDRESSED DENY_WIDENED');
    expect(decide(shop({}, policy), 'SERVICE')).toMatch(/^ALLOWED/);
    expect(decide(shop(ON, policy), 'SERVICE')).toBe('DENIED DENY_MATCH WAYPOINT');
  });

  it('compares ports with that of the tunnel', () => {
    const ports = [{ to: [{ operation: { ports: ['80'] } }] }];
    expect(atWaypoint(ON, authorizationPolicy('shop/policy', { action: 'DENY', rules: ports }))).toEqual([
      'WAYPOINT SERVICE_ADDRESSED WRONG_PORT_SPACE',
    ]);
  });
});

describe('other flags', () => {
  it('AMBIENT_ENABLE_DRY_RUN_AUTHORIZATION_POLICY sends dry runs to ztunnel from 1.29 on', () => {
    const on = { AMBIENT_ENABLE_DRY_RUN_AUTHORIZATION_POLICY: 'true' };
    const policy = authorizationPolicy('shop/policy', { action: 'DENY', rules: [{}] }, DRY_RUN);
    const lines = (flags: Readonly<Record<string, string>>, image: string) =>
      verdictsAbout('policy', [istiod(flags, image), ...shop(flags, policy).slice(1)]).map(verdictLine);
    expect(lines(on, 'istio/pilot:1.29.0')).toContain('ZTUNNEL POD_ADDRESSED DRY_RUN_LOGGED');
    expect(lines(on, 'istio/pilot:1.28.0')).toEqual(['NOBODY NOT_SENT_DRY_RUN']);
    expect(lines({}, 'istio/pilot:1.29.0')).toEqual(['NOBODY NOT_SENT_DRY_RUN']);
    expect(decide(shop(on, policy), 'POD')).toBe('ALLOWED NO_POLICY ZTUNNEL');
  });

  it('ENABLE_INGRESS_WAYPOINT_ROUTING=false lets gateways send straight to the pods', () => {
    const policy = authorizationPolicy('shop/policy', { ...SERVICE, rules: HTTP });
    const labels = { 'istio.io/ingress-use-waypoint': 'true' };
    const manifests = (flags: Readonly<Record<string, string>>) => [
      ...shop(flags, policy).filter(({ kind }) => kind !== 'Service'),
      service('shop/cart', { ip: '10.96.0.1', waypoint: 'waypoint', labels }),
    ];
    const effect = (flags: Readonly<Record<string, string>>) =>
      effectOn(verdictsAbout('policy', manifests(flags)), 'WAYPOINT', 'INGRESS');
    expect(effect({})).toBe('AS_WRITTEN');
    expect(effect({ ENABLE_INGRESS_WAYPOINT_ROUTING: 'false' })).toBe('BYPASSED');
  });
});

describe('the release that an analysis is judged by', () => {
  const versionIn = (image: string, labels: Readonly<Record<string, string>> = {}, given?: string) => {
    const deployment = manifestOf({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { namespace: 'istio-system', name: 'istiod', labels: { app: 'istiod', ...labels } },
      spec: { template: { spec: { containers: [{ name: 'discovery', image }] } } },
    });
    const { istioVersion, istioVersionSource } = analyze(
      { manifests: [deployment], skipped: [] },
      given === undefined ? {} : { istioVersion: given },
    );
    return [istioVersion, istioVersionSource];
  };
  const DIGEST = `sha256:${'0'.repeat(64)}`;

  it.each([
    ['docker.io/istio/pilot:1.28.2', '1.28.2'],
    ['registry.example:5000/mirror/istio/pilot:1.28.2-distroless', '1.28.2'],
    [`gcr.io/istio-release/pilot:v1.27.0@${DIGEST}`, '1.27.0'],
    ['pilot:1.30.0-rc.1', '1.30.0'],
    ['localhost:5000/pilot:1.26', '1.26'],
  ])('is read from the image %s', (image, version) => {
    expect(versionIn(image, {}, '1.22.0')).toEqual([version, 'SNAPSHOT']);
  });

  it.each([
    [`docker.io/istio/pilot@${DIGEST}`, { 'app.kubernetes.io/version': '1.27.3' }, '1.27.3'],
    ['registry.example:5000/pilot', { 'helm.sh/chart': 'istiod-1.26.4' }, '1.26.4'],
    ['docker.io/istio/pilot:latest', { chart: 'istiod-1.25.1' }, '1.25.1'],
  ])('is read from labels where the image %s tells nothing', (image, labels, version) => {
    expect(versionIn(image, labels)).toEqual([version, 'SNAPSHOT']);
  });

  it.each(['docker.io/istio/pilot:latest', 'pilot', '', 'pilot:master-abc', '::@@'])(
    'is the given one, else the newest, where %j tells nothing',
    (image) => {
      expect(versionIn(image, {}, '1.24.1')).toEqual(['1.24.1', 'GIVEN']);
      expect(versionIn(image)).toEqual(['1.32', 'NEWEST']);
    },
  );
});
