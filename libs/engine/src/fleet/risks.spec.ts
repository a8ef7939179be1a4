import { describe, expect, it } from '@jest/globals';
import { analyzeWithModel } from '../analyze.js';
import type { ObjectRef } from '../manifest/manifest.js';
import { manifestsFromYaml } from '../testing/index.js';
import { fleetFacts, type FleetFacts } from './fleet-facts.js';

const MESH = `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio.io/dataplane-mode: ambient, team: shopping } }
---
apiVersion: v1
kind: Service
metadata: { name: cart, namespace: shop }
spec: { selector: { app: cart }, ports: [{ port: 80, name: http }] }
---
${workload('cart', 'shop')}
---
${workload('web', 'shop')}
---
apiVersion: v1
kind: Namespace
metadata: { name: legacy }
---
${workload('batch', 'legacy')}`;

function workload(name: string, namespace: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { serviceAccountName: ${name}, containers: [{ name: c, image: c }] }`;
}

const WAYPOINT = `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: waypoint, namespace: shop, labels: { istio.io/waypoint-for: service } }
spec: { gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE }] }`;
const BOUND = MESH.replace(
  'name: cart, namespace: shop }',
  'name: cart, namespace: shop, labels: { istio.io/use-waypoint: waypoint } }',
);

const policy = (name: string, spec: string, kind = 'AuthorizationPolicy', api = 'security.istio.io/v1') =>
  `apiVersion: ${api}\nkind: ${kind}\nmetadata: { name: ${name}, namespace: shop }\nspec: ${spec}`;

function factsOf(...documents: string[]): FleetFacts {
  const manifests = manifestsFromYaml(documents.join('\n---\n'));
  const { analysis, model } = analyzeWithModel({ manifests, skipped: [] });
  return fleetFacts(model, analysis);
}

const text = ({ kind, namespace, name }: ObjectRef) => `${kind} ${namespace}/${name}`;
const denyAllsOf = (...documents: string[]) =>
  factsOf(...documents).denyAlls.map(({ policy: { name }, cause, intended, cutOff, callers }) => {
    return { name, cause, intended, cutOff: cutOff.map(text), callers: callers.map(text) };
  });
const failOpensOf = (...documents: string[]) =>
  factsOf(...documents).failOpens.map(({ policy: { name }, cause, covered }) => [name, cause, covered.map(text)]);

const CART = ['Deployment shop/cart', 'Service shop/cart'];
const SELECTOR = 'selector: { matchLabels: { app: cart } }';
const fromWeb = 'from: [{ source: { principals: [cluster.local/ns/shop/sa/web] } }]';

describe('a policy that denies all', () => {
  it('is an ALLOW policy without rules, for what no other policy opens', () => {
    expect(denyAllsOf(MESH, policy('nothing', `{ ${SELECTOR} }`))).toEqual([
      { name: 'nothing', cause: 'ALLOW_NOTHING', intended: true, cutOff: CART, callers: [] },
    ]);
    const opened = policy('open', `{ ${SELECTOR}, rules: [{ ${fromWeb} }] }`);
    expect(denyAllsOf(MESH, policy('nothing', `{ ${SELECTOR} }`), opened)).toMatchObject([
      { name: 'nothing', cutOff: [] },
    ]);
  });

  it('is a DENY policy with an empty rule, whoever else admits, and tells the callers that another policy admits', () => {
    const opened = policy('open', `{ ${SELECTOR}, rules: [{ ${fromWeb} }] }`);
    expect(denyAllsOf(MESH, policy('all', `{ ${SELECTOR}, action: DENY, rules: [{}] }`), opened)).toEqual([
      { name: 'all', cause: 'DENY_EVERYTHING', intended: true, cutOff: CART, callers: ['ServiceAccount shop/web'] },
    ]);
  });

  it('is an ALLOW policy whose HTTP rules ztunnel drops: by accident, and against its own callers', () => {
    const http = policy('http', `{ ${SELECTOR}, rules: [{ ${fromWeb}, to: [{ operation: { methods: [GET] } }] }] }`);
    expect(denyAllsOf(MESH, http)).toEqual([
      {
        name: 'http',
        cause: 'HTTP_ALLOW_AT_LAYER_4',
        intended: false,
        cutOff: CART,
        callers: ['ServiceAccount shop/web'],
      },
    ]);
  });

  it('is an ALLOW policy for clients behind a waypoint', () => {
    const clients = policy('clients', `{ ${SELECTOR}, rules: [{ ${fromWeb} }] }`);
    expect(denyAllsOf(BOUND, WAYPOINT, clients)).toMatchObject([
      { name: 'clients', cause: 'SELECTOR_BEHIND_WAYPOINT', intended: false, cutOff: CART },
    ]);
    expect(denyAllsOf(MESH, clients)).toEqual([]);
  });

  it('is a CUSTOM policy whose provider does not exist', () => {
    const config = `apiVersion: v1
kind: ConfigMap
metadata: { name: istio, namespace: istio-system }
data: { mesh: 'trustDomain: cluster.local' }`;
    const custom = policy(
      'ext',
      '{ action: CUSTOM, provider: { name: gone }, targetRefs: [{ kind: Service, group: "", name: cart }], rules: [{}] }',
    );
    expect(denyAllsOf(BOUND, WAYPOINT, config, custom)).toMatchObject([
      { name: 'ext', cause: 'CUSTOM_PROVIDER_UNKNOWN', intended: false, cutOff: ['Service shop/cart'] },
    ]);
  });

  it('is STRICT mutual TLS for callers that another policy admits and that have no identity', () => {
    const strict = policy('strict', '{ mtls: { mode: STRICT } }', 'PeerAuthentication');
    const batch = policy('batch', `{ ${SELECTOR}, rules: [{ from: [{ source: { namespaces: [legacy] } }] }] }`);
    expect(denyAllsOf(MESH, strict, batch)).toMatchObject([
      { name: 'strict', cause: 'STRICT_WITHOUT_IDENTITY', intended: false, callers: ['Namespace /legacy'] },
    ]);
    expect(denyAllsOf(MESH, strict)).toEqual([]);
  });

  it('is none that refuses some traffic only', () => {
    const some = policy('some', `{ ${SELECTOR}, action: DENY, rules: [{ to: [{ operation: { ports: ['81'] } }] }] }`);
    expect(
      denyAllsOf(
        MESH,
        some,
        policy('dry', `{ ${SELECTOR} }`).replace(
          'namespace: shop }',
          'namespace: shop, annotations: { istio.io/dry-run: "true" } }',
        ),
      ),
    ).toEqual([]);
  });
});

describe('what fails open', () => {
  it('is a DENY policy that does nothing', () => {
    const http = policy(
      'no-delete',
      `{ ${SELECTOR}, action: DENY, rules: [{ to: [{ operation: { methods: [DELETE] } }] }] }`,
    );
    expect(failOpensOf(MESH, http)).toEqual([['no-delete', 'DENY_DOES_NOTHING', ['Deployment shop/cart']]]);
  });

  it('is a policy that nobody enforces, and not one that shapes traffic', () => {
    const lost = policy('lost', '{ targetRefs: [{ kind: Service, group: "", name: cart }], rules: [{}] }');
    const telemetry = policy(
      'logs',
      '{ targetRefs: [{ kind: Service, group: "", name: cart }] }',
      'Telemetry',
      'telemetry.istio.io/v1',
    );
    expect(failOpensOf(MESH, lost, telemetry)).toEqual([['lost', 'ENFORCED_BY_NOBODY', ['Service shop/cart']]]);
  });

  it('is a waypoint around which its pods can be reached', () => {
    const guarded = policy('guarded', '{ targetRefs: [{ kind: Service, group: "", name: cart }], rules: [{}] }');
    expect(failOpensOf(BOUND, WAYPOINT, guarded)).toContainEqual(['shop', 'WAYPOINT_BYPASSED', ['Service shop/cart']]);
  });
});

describe('an extension', () => {
  const extension = (kind: string, spec: string) => {
    const api = kind === 'EnvoyFilter' ? 'networking.istio.io/v1alpha3' : 'extensions.istio.io/v1alpha1';
    return factsOf(BOUND, WAYPOINT, policy('x', spec, kind, api)).extensions[0];
  };
  const ON_WAYPOINT = 'targetRefs: [{ kind: Gateway, group: gateway.networking.k8s.io, name: waypoint }]';

  it('is a module at a tag, which may change, or at a digest, which may not', () => {
    const url = 'oci://registry.example:5000/wasm/auth';
    expect(extension('WasmPlugin', `{ ${ON_WAYPOINT}, url: '${url}:v1' }`)).toMatchObject({
      source: url,
      tag: 'v1',
      digest: null,
      pinned: false,
      proxies: [{ kind: 'Gateway', namespace: 'shop', name: 'waypoint' }],
      orphaned: false,
      team: 'shopping',
    });
    const digest = 'ab'.repeat(32);
    expect(extension('WasmPlugin', `{ url: '${url}@sha256:${digest}' }`)).toMatchObject({
      source: url,
      tag: null,
      digest,
      pinned: true,
    });
    expect(extension('WasmPlugin', `{ url: '${url}', sha256: ${digest} }`)).toMatchObject({
      source: url,
      digest,
      pinned: true,
    });
    expect(extension('TrafficExtension', `{ wasm: { url: '${url}:v2' } }`)).toMatchObject({
      source: url,
      tag: 'v2',
      pinned: false,
    });
  });

  it('is orphaned when no proxy runs it', () => {
    expect(extension('WasmPlugin', `{ ${SELECTOR}, url: u }`)).toMatchObject({ proxies: [], orphaned: true });
  });

  it('is code in the object itself, or patches of the configuration', () => {
    expect(extension('TrafficExtension', `{ ${ON_WAYPOINT}, lua: { inlineCode: 'x' } }`)).toMatchObject({
      source: 'inline',
      inline: true,
      pinned: true,
    });
    const patch = `{ applyTo: HTTP_FILTER, patch: { operation: INSERT_BEFORE, value: { name: envoy.lua, typed_config: { default_source_code: { inline_string: x } } } } }`;
    expect(
      extension(
        'EnvoyFilter',
        `{ ${ON_WAYPOINT}, configPatches: [${patch}, { applyTo: CLUSTER, patch: { operation: MERGE, value: {} } }] }`,
      ),
    ).toMatchObject({
      source: 'CLUSTER MERGE, HTTP_FILTER INSERT_BEFORE',
      inline: true,
      patches: [
        { applyTo: 'HTTP_FILTER', operation: 'INSERT_BEFORE', name: 'envoy.lua' },
        { applyTo: 'CLUSTER', operation: 'MERGE', name: '' },
      ],
    });
  });

  it('is read from hostile specs without harm', () => {
    for (const spec of ['{ url: 7 }', '[]', '{ configPatches: all }', '{ configPatches: [null, 7, { patch: [] }] }']) {
      expect(() => [extension('WasmPlugin', spec), extension('EnvoyFilter', spec)]).not.toThrow();
    }
  });
});
