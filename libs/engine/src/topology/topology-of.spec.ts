import { describe, expect, it } from '@jest/globals';
import {
  authorizationPolicy,
  deployment,
  httpRoute,
  modelOf,
  namespace,
  pod,
  service,
  waypoint,
} from '../testing/index.js';
import type { Manifest } from '../manifest/manifest.js';
import type { TopologyWay } from './topology.js';
import { topologyOf } from './topology-of.js';

const SHOP = [
  namespace('shop', { ambient: true, waypoint: 'waypoint' }),
  waypoint('shop/waypoint'),
  deployment('shop/cart', { serviceAccount: 'cart' }),
  service('shop/cart'),
];

const ingress = (name: string): Manifest => waypoint(name, { className: 'istio', listeners: [] });

const topology = (manifests: readonly Manifest[], name = 'shop') => topologyOf(modelOf(manifests), name);

const ways = (manifests: readonly Manifest[]): Partial<Record<string, TopologyWay>> =>
  Object.fromEntries((topology(manifests)?.services[0]?.ways ?? []).map((way) => [way.pathClass, way]));

describe('the topology of a namespace', () => {
  it('names its workloads by owner, with their pods counted and why they are captured', () => {
    const pods = ['a', 'b'].map((name) =>
      pod(`shop/web-${name}`, {
        captured: name === 'a',
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'web', controller: true }],
      }),
    );
    expect(topology([...SHOP, ...pods])?.workloads).toMatchObject([
      { object: { kind: 'Deployment', name: 'cart' }, captured: 1, serviceAccounts: ['cart'] },
      {
        object: { kind: 'StatefulSet', name: 'web' },
        pods: 2,
        captured: 1,
        captureReasons: ['NOT_REDIRECTED', 'REDIRECTION_ENABLED'],
      },
    ]);
  });

  it('ties a service to its pods, its waypoint and the gateways that send to it', () => {
    const route = httpRoute('shop/cart', {
      parentRefs: [{ name: 'ingress', namespace: 'edge' }],
      rules: [{ backendRefs: [{ name: 'cart', port: 80 }] }],
    });
    const found = topology([...SHOP, namespace('edge'), ingress('edge/ingress'), route]);
    expect(found?.services).toMatchObject([
      {
        object: { kind: 'Service', namespace: 'shop', name: 'cart' },
        hostname: 'cart.shop.svc.cluster.local',
        workloads: [{ kind: 'Deployment', name: 'cart' }],
        waypoint: { kind: 'Gateway', namespace: 'shop', name: 'waypoint' },
        binding: 'BOUND',
        routedFrom: [{ namespace: 'edge', name: 'ingress' }],
      },
    ]);
    expect(found?.gateways.map(({ object, role }) => [object.namespace, object.name, role])).toEqual([
      ['edge', 'ingress', 'GATEWAY'],
      ['shop', 'waypoint', 'WAYPOINT'],
    ]);
  });

  it('leaves gateways out that its traffic does not go through', () => {
    const found = topology([...SHOP, namespace('edge'), ingress('edge/ingress'), waypoint('edge/other')]);
    expect(found?.gateways.map(({ object }) => object.name)).toEqual(['waypoint']);
  });

  it('is null for a namespace that the cluster does not have', () => {
    expect(topology(SHOP, 'nowhere')).toBeNull();
  });

  it('is the same whatever the order of the objects', () => {
    expect(topology([...SHOP].reverse())).toEqual(topology(SHOP));
  });
});

describe('the ways to the pods of a service', () => {
  it('go through its waypoint for callers of the service alone', () => {
    const found = ways(SHOP);
    expect(found['SERVICE_ADDRESSED']).toMatchObject({ through: [{ name: 'waypoint' }], bypasses: false });
    for (const around of ['POD_ADDRESSED', 'INGRESS', 'SIDECAR_CLIENT', 'UNCAPTURED_CLIENT'])
      expect(found[around]).toMatchObject({ through: [], bypasses: true, guarded: false });
  });

  it('go through it for gateways that are told so', () => {
    const told = namespace('shop', {
      ambient: true,
      waypoint: 'waypoint',
      labels: { 'istio.io/ingress-use-waypoint': 'true' },
    });
    expect(ways([told, ...SHOP.slice(1)])['INGRESS']).toMatchObject({ bypasses: false });
  });

  it('are guarded where ztunnel admits only whom an ALLOW policy names', () => {
    const policy = authorizationPolicy('shop/waypoint-only', {
      selector: { matchLabels: { app: 'cart' } },
      rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/waypoint'] } }] }],
    });
    expect(ways([...SHOP, policy])['POD_ADDRESSED']).toMatchObject({ bypasses: true, guarded: true });
  });

  it('are guarded by no policy of another service, by no DENY and by none on trial', () => {
    const rules = [{ from: [{ source: { namespaces: ['shop'] } }] }];
    const policies = [
      authorizationPolicy('shop/other', { selector: { matchLabels: { app: 'web' } }, rules }),
      authorizationPolicy('shop/deny', { action: 'DENY', rules }),
      authorizationPolicy('shop/trial', { rules }, { annotations: { 'istio.io/dry-run': 'true' } }),
      authorizationPolicy('shop/at-waypoint', { targetRefs: [{ kind: 'Service', name: 'cart' }], rules }),
    ];
    expect(ways([...SHOP, ...policies])['POD_ADDRESSED']).toMatchObject({ guarded: false });
  });

  it('bypass nothing where the service has no waypoint', () => {
    const found = ways([namespace('shop', { ambient: true }), ...SHOP.slice(2)]);
    expect(Object.values(found).map((way) => way?.bypasses)).toEqual([false, false, false, false, false]);
  });
});
