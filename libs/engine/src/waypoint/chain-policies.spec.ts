import { describe, expect, it } from '@jest/globals';
import { AttachedPolicies } from '../attachment/attached-policies.js';
import { ExtAuthzProviders } from '../authorization/ext-authz-providers.js';
import type { Manifest } from '../manifest/manifest.js';
import type { AuthorizationPolicy, RequestAuthentication } from '../model/policy.js';
import {
  authorizationPolicy,
  meshConfig,
  modelOf,
  namespace,
  requestAuthentication,
  service,
  waypoint,
} from '../testing/index.js';
import { chainPolicies } from './chain-policies.js';
import { chainsOf } from './chains.js';

const SERVICE = { group: '', kind: 'Service', name: 'cart' };
const HTTP = [{ to: [{ operation: { methods: ['GET'] } }] }];
const DRY = { annotations: { 'istio.io/dry-run': 'true' } };
const ports = (...names: readonly string[]) =>
  names.map((name, index) => ({ name, port: 80 + index, targetPort: 8080 }));

function chains(portNames: readonly string[], ...manifests: readonly Manifest[]) {
  const cart = service('shop/cart', { waypoint: 'waypoint', ports: ports(...portNames) });
  const model = modelOf([namespace('shop'), cart, waypoint('shop/waypoint'), ...manifests]);
  const index = {
    authorization: new AttachedPolicies<AuthorizationPolicy>(model, 'AuthorizationPolicy'),
    requestAuthentication: new AttachedPolicies<RequestAuthentication>(model, 'RequestAuthentication'),
    providers: new ExtAuthzProviders(model),
  };
  return model.gateways.flatMap(chainsOf).map((chain) => {
    const { issuers, emptyAllow, ...lists } = chainPolicies(chain, index);
    const held = Object.entries(lists).flatMap(([list, policies]) => policies.map(({ name }) => `${list} ${name}`));
    const place = `${chain.service?.name ?? 'pods'} ${chain.port ?? '*'} ${chain.protocol}`;
    return [place, ...held, ...(emptyAllow ? ['emptyAllow'] : []), ...issuers];
  });
}

describe('the chains of a waypoint (semantics 5.1)', () => {
  it('are a pair for pods, and for each port what its protocol needs', () => {
    expect(chains(['http', 'tcp', 'unknown']).map(([place]) => place)).toEqual([
      'pods * HTTP',
      'pods * TCP',
      'cart 80 HTTP',
      'cart 81 TCP',
      'cart 82 HTTP',
      'cart 82 TCP',
    ]);
  });

  it('hold a policy of the service in its own chains only, without HTTP rules on TCP', () => {
    const policy = authorizationPolicy('shop/allow', { targetRefs: [SERVICE], rules: HTTP });
    expect(chains(['http', 'tcp'], policy).slice(2)).toEqual([
      ['cart 80 HTTP', 'allow allow'],
      ['cart 81 TCP', 'emptyAllow'],
    ]);
  });

  it('hold token rules on HTTP only', () => {
    const tokens = requestAuthentication('shop/jwt', { targetRefs: [SERVICE], jwtRules: [{ issuer: 'https://a' }] });
    expect(chains(['http', 'tcp'], tokens).slice(2)).toEqual([['cart 80 HTTP', 'https://a'], ['cart 81 TCP']]);
  });

  it('hold a dry run apart, and count it for nothing', () => {
    const policy = authorizationPolicy('shop/dry', { targetRefs: [SERVICE], rules: HTTP }, DRY);
    expect(chains(['http'], policy)[2]).toEqual(['cart 80 HTTP', 'dryRun dry']);
  });
});

describe('CUSTOM policies in a chain (semantics 14.12, 14.21)', () => {
  const authorizer = [
    service('shop/authz', { ports: ports('http') }),
    meshConfig({
      extensionProviders: [
        { name: 'over-http', envoyExtAuthzHttp: { service: 'authz.shop.svc.cluster.local', port: 80 } },
        { name: 'over-grpc', envoyExtAuthzGrpc: { service: 'authz.shop.svc.cluster.local', port: 80 } },
        { name: 'lost', envoyExtAuthzHttp: { service: 'gone.shop.svc.cluster.local', port: 80 } },
      ],
    }),
  ];
  const ask = (name: string, dryRun = false, policyName = 'ask') =>
    authorizationPolicy(
      `shop/${policyName}`,
      { targetRefs: [SERVICE], action: 'CUSTOM', provider: { name }, rules: [{}] },
      dryRun ? DRY : {},
    );
  const onTcp = (...policies: readonly Manifest[]) => chains(['tcp'], ...authorizer, ...policies)[2]?.slice(1);
  const onHttp = (...policies: readonly Manifest[]) => chains(['http'], ...authorizer, ...policies)[2]?.slice(1);

  it('ask an HTTP authorizer on HTTP only, a gRPC one everywhere', () => {
    expect(onHttp(ask('over-http'))).toEqual(['custom ask']);
    expect(onTcp(ask('over-http'))).toEqual([]);
    expect(onTcp(ask('over-grpc'))).toEqual(['custom ask']);
  });

  it.each(['lost', 'unwritten'])('stay in force to deny when the provider %s cannot be used', (name) => {
    expect(onTcp(ask(name))).toEqual(['custom ask']);
    expect(onHttp(ask(name, true))).toEqual([]);
  });

  it('are enforced as a dry run of a known provider', () => {
    expect(onHttp(ask('over-http', true))).toEqual(['custom ask']);
  });

  it('deny on TCP too when several providers meet', () => {
    const both = onTcp(ask('over-http'), ask('over-grpc', false, 'other'));
    expect([...(both ?? [])].sort()).toEqual(['custom ask', 'custom other']);
  });
});
