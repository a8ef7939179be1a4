import { describe, expect, it } from '@jest/globals';
import type { Manifest } from '../manifest/manifest.js';
import {
  authorizationPolicy,
  httpRoute,
  manifestOf,
  meshConfig,
  modelOf,
  namespace,
  object,
  pod,
  serviceEntry,
  verdictsAbout,
} from '../testing/index.js';

const istiod = (revision = 'default', env: readonly { name: string; value: string }[] = []): Manifest =>
  manifestOf({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      namespace: 'istio-system',
      name: 'istiod',
      labels: { app: 'istiod', 'istio.io/rev': revision },
    },
    spec: { template: { spec: { containers: [{ name: 'discovery', image: 'istio/pilot', env }] } } },
  });

const of = (revision: string) => ({ labels: { 'istio.io/rev': revision } });
const TARGET = { targetRefs: [{ group: '', kind: 'Service', name: 'cart' }] };

const unreadOf = (manifests: readonly Manifest[], istioVersion = '1.31') =>
  modelOf(manifests, { istioVersion }).unread.map(({ manifest, reason }) => `${manifest.kind} ${reason}`);

describe('an object with the label istio.io/rev (semantics 3.10)', () => {
  const policy = (revision: string) => authorizationPolicy('shop/p', {}, of(revision));

  it.each([
    ['another revision', istiod(), policy('canary'), ['AuthorizationPolicy OTHER_REVISION']],
    ['the revision of istiod', istiod('canary'), policy('canary'), []],
    ['the default one', istiod(), policy('default'), []],
    ['a tag', istiod('1-31'), policy('default'), ['AuthorizationPolicy OTHER_REVISION']],
    ['no revision at all', istiod('canary'), authorizationPolicy('shop/p'), []],
    ['what the environment of istiod says', istiod('x', [{ name: 'REVISION', value: 'canary' }]), policy('canary'), []],
  ])('of %s is read accordingly', (_, control, written, expected) => {
    expect(unreadOf([control, written])).toEqual(expected);
  });

  it('is read when the snapshot holds no istiod to compare it with', () => {
    expect(unreadOf([policy('canary')])).toEqual([]);
  });

  it('is not the only filtered one: routing and ServiceEntries are, pods and Gateways are not', () => {
    const others = [
      httpRoute('shop/r', {}, of('canary')),
      serviceEntry('shop/se', { hosts: ['a.example'] }, of('canary')),
      object('networking.istio.io/v1', 'VirtualService', 'shop/vs', {}, of('canary')),
      object('gateway.networking.k8s.io/v1', 'Gateway', 'shop/gw', { gatewayClassName: 'istio' }, of('canary')),
      pod('shop/cart', of('canary')),
    ];
    expect(unreadOf([istiod(), ...others])).toEqual([
      'HTTPRoute OTHER_REVISION',
      'ServiceEntry OTHER_REVISION',
      'VirtualService OTHER_REVISION',
    ]);
  });

  it('was told to ztunnel all the same before 1.27, but with targetRefs', () => {
    expect(unreadOf([istiod(), policy('canary')], '1.26')).toEqual([]);
    expect(unreadOf([istiod(), authorizationPolicy('shop/p', TARGET, of('canary'))], '1.26')).toHaveLength(1);
    expect(
      unreadOf([istiod(), object('telemetry.istio.io/v1', 'Telemetry', 'shop/t', {}, of('canary'))], '1.26'),
    ).toEqual(['Telemetry OTHER_REVISION']);
  });

  it('has one verdict, by nobody, that says which revision reads', () => {
    const [verdict, ...more] = verdictsAbout('p', [istiod(), pod('shop/cart', { captured: true }), policy('canary')]);
    expect(more).toEqual([]);
    expect(verdict).toMatchObject({ enforcer: { type: 'NOBODY' }, effect: 'NOT_ATTACHED', pathClass: null });
    expect(verdict?.evidence.map(({ object: { kind }, field }) => `${kind} ${field}`)).toEqual([
      'AuthorizationPolicy metadata.labels["istio.io/rev"]',
      'Deployment metadata.labels["istio.io/rev"]',
      'AuthorizationPolicy ',
    ]);
  });
});

describe('discovery selectors (semantics 3.10)', () => {
  const selecting = meshConfig({ discoverySelectors: [{ matchLabels: { mesh: 'yes' } }] });
  const shop = namespace('shop', { labels: { mesh: 'yes' } });

  it('leave out everything in namespaces that none of them matches', () => {
    const manifests = [selecting, shop, namespace('other'), pod('shop/cart'), pod('other/cart')];
    const model = modelOf(manifests);
    expect(model.workloads.map((workload) => workload.namespace)).toEqual(['shop']);
    expect(model.unread.map(({ reason }) => reason)).toEqual(['NAMESPACE_NOT_DISCOVERED']);
  });

  it('match any of several, by expressions too, and a namespace that is not in the snapshot', () => {
    const several = meshConfig({
      discoverySelectors: [
        { matchLabels: { mesh: 'yes' } },
        { matchExpressions: [{ key: 'team', operator: 'Exists' }] },
      ],
    });
    const manifests = [several, shop, namespace('other', { labels: { team: 'a' } }), pod('other/a'), pod('unknown/a')];
    expect(modelOf(manifests).workloads).toHaveLength(2);
  });

  it('leave a policy without effect, with the selectors as evidence', () => {
    const [verdict] = verdictsAbout('p', [selecting, shop, namespace('other'), authorizationPolicy('other/p')]);
    expect(verdict?.effect).toBe('NOT_ATTACHED');
    expect(verdict?.evidence[0]).toMatchObject({ object: { kind: 'ConfigMap', name: 'istio' }, field: 'data.mesh' });
  });
});
