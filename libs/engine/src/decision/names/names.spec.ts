import { describe, expect, it } from '@jest/globals';
import type { Manifest } from '../../manifest/manifest.js';
import { deployment, modelOf, namespace, pod, service, serviceEntry } from '../../testing/index.js';
import { compileDecisions } from '../decisions.js';
import type { RequestDestination, RequestSource } from '../request.js';
import { nearestNames } from './nearest-names.js';

const owner = (name: string) => [{ apiVersion: 'apps/v1', kind: 'StatefulSet', name, controller: true }];
const cluster = [
  namespace('web'),
  namespace('shop'),
  pod('web/client', { captured: true, serviceAccount: 'client', ip: '10.0.1.1' }),
  pod('shop/reviews', { captured: true, ip: '10.0.2.1', ports: { web: 8080 } }),
  service('shop/reviews', { ip: '10.96.0.1' }),
  service('web/local', { ip: '10.96.0.2', selector: { app: 'client' } }),
  pod('shop/db-0', { captured: true, ip: '10.0.2.5', labels: { app: 'db' }, ownerReferences: owner('db') }),
  service('shop/db', { ip: 'None', ports: [{ name: 'tcp', port: 5432 }] }),
  deployment('shop/batch', { labels: { app: 'batch' } }),
  serviceEntry('web/partner', {
    hosts: ['api.partner.example', '*.wild.example'],
    location: 'MESH_EXTERNAL',
    resolution: 'DNS',
    ports: [{ name: 'https', number: 443, protocol: 'TLS' }],
  }),
];

function ask(destination: RequestDestination, source?: RequestSource, objects: readonly Manifest[] = []) {
  const decision = compileDecisions(modelOf([...cluster, ...objects])).decide({
    source: source ?? { kind: 'POD', namespace: 'web', name: 'client' },
    destination,
    http: null,
  });
  const [hop] = decision.hops;
  return hop === undefined ? decision.detail : `${hop.namespace}/${hop.name} at ${hop.destinationPort}`;
}

const host = (name: string, port: number | string = 80): RequestDestination => ({ kind: 'HOST', host: name, port });

describe('a host', () => {
  it.each([
    ['local', 'web/client at 8080'],
    ['reviews.shop', 'shop/reviews at 8080'],
    ['Reviews.shop.svc', 'shop/reviews at 8080'],
    ['reviews.shop.svc.cluster.local', 'shop/reviews at 8080'],
    ['reviews.shop.svc.cluster.local.', 'shop/reviews at 8080'],
    ['10.96.0.1', 'shop/reviews at 8080'],
    ['10.0.2.1', 'shop/reviews at 80'],
    ['reviews', 'The snapshot holds no host reviews. Did you mean reviews.shop?'],
    ['reviews.shop.', 'The snapshot holds no host reviews.shop.. Did you mean reviews.shop?'],
  ])('%s leads to %s', (name, expected) => {
    expect(ask(host(name))).toBe(expected);
  });

  it('of a headless Service leads to its pods by their own port, as the name of one of them does', () => {
    expect(ask(host('db.shop', 5432))).toBe('shop/db-0 at 5432');
    expect(ask(host('db-0.db.shop', 5432))).toBe('shop/db-0 at 5432');
  });

  it('of a ServiceEntry is outside the mesh, by its name or a wildcard', () => {
    const outside = 'Nobody in the mesh evaluates the request.';
    expect([host('api.partner.example', 'https'), host('a.b.wild.example', 443)].map((to) => ask(to))).toEqual([
      outside,
      outside,
    ]);
    expect(ask(host('api.partner.example', 80))).toBe(
      'The snapshot holds no port 80 of ServiceEntry web/partner. Did you mean 443 (https)?',
    );
  });

  it('takes ports by name', () => {
    expect(ask(host('reviews.shop', 'http'))).toBe('shop/reviews at 8080');
    expect(ask({ kind: 'POD', namespace: 'shop', name: 'reviews', port: 'web' })).toBe('shop/reviews at 8080');
    expect(ask(host('reviews.shop', 'grpc'))).toBe(
      'The snapshot holds no port grpc of Service shop/reviews. Did you mean 80 (http)?',
    );
  });
});

describe('a name that the snapshot does not hold', () => {
  const to = host('reviews.shop');
  it.each<[string, RequestDestination, RequestSource | undefined, string]>([
    [
      'a pod',
      { kind: 'POD', namespace: 'shop', name: 'revews', port: 80 },
      undefined,
      'pod shop/revews. Did you mean shop/reviews?',
    ],
    [
      'a Service elsewhere',
      { kind: 'SERVICE', namespace: 'web', name: 'reviews', port: 80 },
      undefined,
      'Service web/reviews. Did you mean shop/reviews?',
    ],
    [
      'a backend',
      { kind: 'SERVICE', namespace: 'shop', name: 'reviews', port: 80, backend: 'review' },
      undefined,
      'pod shop/review. Did you mean reviews?',
    ],
    ['a host', host('revews.shop'), undefined, 'host revews.shop. Did you mean reviews.shop?'],
    [
      'a source',
      to,
      { kind: 'WORKLOAD', namespace: 'shop', name: 'bach' },
      'workload shop/bach. Did you mean shop/batch?',
    ],
    [
      'an account',
      to,
      { kind: 'SERVICE_ACCOUNT', namespace: 'web', name: 'clint' },
      'pod of the service account web/clint. Did you mean web/client?',
    ],
    ['a gateway', to, { kind: 'INGRESS', namespace: 'web', name: 'zzz' }, 'pod of the gateway web/zzz.'],
  ])('is told with what is near: %s', (_what, destination, source, expected) => {
    expect(ask(destination, source)).toBe(`The snapshot holds no ${expected}`);
  });

  it('is compared with a bounded number of others', () => {
    const many = Array.from({ length: 50_000 }, (_, index) => `shop/reviews-${index}`);
    expect(nearestNames('web/reviews-49999', many)[0]).toBe('shop/reviews-49999');
    expect(nearestNames('x'.repeat(100_000), many)).toEqual([]);
  });
});

it('a client outside may call a Service by its name in the cluster', () => {
  expect(ask(host('reviews.shop'), { kind: 'EXTERNAL', ip: '192.0.2.1' })).toBe('shop/reviews at 8080');
});

it('a source may be named by the workload that owns it', () => {
  const from: RequestSource = { kind: 'WORKLOAD', namespace: 'shop', name: 'db', ownerKind: 'StatefulSet' };
  expect(ask(host('reviews.shop'), from)).toBe('shop/reviews at 8080');
  expect(ask(host('reviews.shop'), { ...from, ownerKind: 'Deployment' })).toMatch(/no workload shop\/db/);
});
