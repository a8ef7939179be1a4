import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  authorizationPolicy,
  deployment,
  httpRoute,
  meshConfig,
  namespace,
  object,
  pod,
  service,
  serviceEntry,
  waypoint,
  workloadEntry,
} from '../testing/index.js';
import { buildModel } from './build.js';
import type { Binding, ClusterModel } from './model.js';

const shown = ({ namespace: ns, name }: { readonly namespace: string; readonly name: string }) => `${ns}/${name}`;

const bindingOf = (binding: Binding) => ({
  reason: binding.reason,
  reference: binding.reference,
  referencedFrom: binding.referencedFrom,
  waypoint: binding.waypoint && shown(binding.waypoint),
  canary: binding.canary && [shown(binding.canary.waypoint), binding.canary.weight],
  evidence: binding.evidence(),
});

/** The model as plain data, in its own order. */
const dataOf = (model: ClusterModel) => ({
  version: [model.istioVersion, model.istioVersionSource],
  mesh: { ...model.mesh, manifest: model.mesh.manifest?.name },
  namespaces: [...model.namespaces.values()].map(({ manifest, ...rest }) => ({ ...rest, real: manifest !== null })),
  workloads: model.workloads.map(({ manifest: _manifest, binding, gateway, ...rest }) => ({
    ...rest,
    binding: bindingOf(binding),
    gateway: gateway && shown(gateway),
  })),
  services: model.services.map(({ manifest: _manifest, binding, workloads, ...rest }) => ({
    ...rest,
    binding: bindingOf(binding),
    workloads: workloads.map(shown),
  })),
  gateways: model.gateways.map((gateway) => ({
    name: shown(gateway),
    role: gateway.role,
    ready: gateway.ready,
    serviceAccount: gateway.serviceAccount,
    workloads: gateway.workloads.map(shown),
    bound: [...gateway.boundServices, ...gateway.canaryServices, ...gateway.boundWorkloads].map(shown),
  })),
  accounts: [...model.serviceAccounts],
  policies: model.policies.map(shown),
  routes: model.routes.map(shown),
  others: [...model.othersByKind].map(([kind, manifests]) => [kind, manifests.map(shown)]),
});

const time = (minute: number) => `2026-01-01T00:0${minute}:00Z`;
const runs = { 'gateway.networking.k8s.io/gateway-name': 'waypoint' };

const manifests = [
  namespace('shop', { ambient: true, waypoint: 'waypoint' }),
  namespace('pay'),
  waypoint('shop/waypoint', { waypointFor: 'all', allowed: { from: 'All' } }),
  waypoint('shop/next'),
  pod('shop/waypoint-0', { labels: runs, serviceAccount: 'b' }),
  pod('shop/waypoint-1', { labels: runs, serviceAccount: 'a' }),
  pod('shop/reviews', { captured: true, ports: { web: 9080 } }),
  pod('pay/cards', { waypoint: 'shop/waypoint' }),
  deployment('pay/batch'),
  object(
    'apps/v1',
    'ReplicaSet',
    'pay/old-1',
    { template: { spec: {} } },
    { ownerReferences: [{ kind: 'Deployment', name: 'old' }] },
  ),
  object(
    'apps/v1',
    'ReplicaSet',
    'pay/old-2',
    { template: { spec: {} } },
    { ownerReferences: [{ kind: 'Deployment', name: 'old' }] },
  ),
  service('shop/reviews', { labels: { 'istio.io/use-waypoint-canary': 'next' } }),
  service('pay/cards', { waypoint: 'gone' }),
  serviceEntry('shop/api', { hosts: ['b.example', 'a.example'], resolution: 'DNS' }),
  workloadEntry('pay/vm', { address: '192.0.2.1' }),
  authorizationPolicy('pay/same-age-b', {}, { creationTimestamp: time(1) }),
  authorizationPolicy('shop/same-age-a', {}, { creationTimestamp: time(1) }),
  authorizationPolicy('pay/oldest', {}, { creationTimestamp: time(0) }),
  authorizationPolicy('pay/rendered', {}),
  httpRoute('shop/route', { parentRefs: [{ kind: 'Service', group: '', name: 'reviews' }] }),
  object('networking.istio.io/v1', 'VirtualService', 'shop/reviews', {}),
  object('networking.istio.io/v1', 'VirtualService', 'pay/cards', {}),
  meshConfig({ trustDomain: 'td.example' }),
];

describe('the model', () => {
  it('is the same for the same manifests in any order', () => {
    const expected = dataOf(buildModel(manifests).model);
    fc.assert(
      fc.property(fc.shuffledSubarray(manifests, { minLength: manifests.length }), (shuffled) => {
        expect(dataOf(buildModel(shuffled).model)).toEqual(expected);
      }),
      { seed: 20261124, numRuns: 60 },
    );
  });

  it('orders policies as Istio does: the oldest first, equal ages by name and namespace', () => {
    expect(buildModel(manifests).model.policies.map(shown)).toEqual([
      'pay/rendered',
      'pay/oldest',
      'shop/same-age-a',
      'pay/same-age-b',
    ]);
  });

  it('keeps nothing of one cluster for the next', () => {
    const other = [namespace('shop'), pod('shop/reviews'), service('shop/reviews')];
    const alone = dataOf(buildModel(other).model);
    buildModel(manifests);
    expect(dataOf(buildModel(other).model)).toEqual(alone);
  });
});
