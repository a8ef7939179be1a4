import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  authorizationPolicy,
  httpRoute,
  manifestOf,
  modelOf,
  object,
  peerAuthentication,
  requestAuthentication,
} from '../testing/index.js';
import { buildModel } from './build.js';
import { POLICY_KINDS, type Policy } from './policy.js';
import type { Manifest } from '../manifest/manifest.js';

const readAs = <Kind extends Policy['kind']>(kind: Kind, manifest: Manifest): Extract<Policy, { kind: Kind }> => {
  const found = modelOf([manifest]).policies.find(
    (policy): policy is Extract<Policy, { kind: Kind }> => policy.kind === kind,
  );
  if (found === undefined) throw new Error(`The model has no ${kind}.`);
  return found;
};

describe('an AuthorizationPolicy', () => {
  it('is read with its defaults', () => {
    expect(readAs('AuthorizationPolicy', authorizationPolicy('shop/p'))).toMatchObject({
      action: 'ALLOW',
      rules: [],
      targetRefs: [],
      selector: undefined,
      dryRun: false,
      provider: '',
      creationTimestamp: '',
    });
  });

  it('is read with its rules', () => {
    const spec = {
      action: 'CUSTOM',
      provider: { name: 'authz' },
      rules: [
        {
          from: [{ source: { principals: ['a'], notNamespaces: ['b'] } }],
          to: [{ operation: { paths: ['/x'], notPorts: ['80'] } }, {}],
          when: [{ key: 'source.ip', notValues: ['10.0.0.0/8'] }],
        },
        {},
      ],
    };
    const { action, provider, rules } = readAs('AuthorizationPolicy', authorizationPolicy('shop/p', spec));
    expect({ action, provider }).toEqual({ action: 'CUSTOM', provider: 'authz' });
    const at = ['spec', 'rules', 0];
    expect(rules[0]?.clauses).toEqual([
      {
        part: 'to',
        alternatives: [
          [
            { name: 'notPorts', negative: true, values: ['80'], path: [...at, 'to', 0, 'operation', 'notPorts'] },
            { name: 'paths', negative: false, values: ['/x'], path: [...at, 'to', 0, 'operation', 'paths'] },
          ],
          [],
        ],
      },
      {
        part: 'from',
        alternatives: [
          [
            { name: 'principals', negative: false, values: ['a'], path: [...at, 'from', 0, 'source', 'principals'] },
            {
              name: 'notNamespaces',
              negative: true,
              values: ['b'],
              path: [...at, 'from', 0, 'source', 'notNamespaces'],
            },
          ],
        ],
      },
      {
        part: 'when',
        alternatives: [
          [{ name: 'when.source.ip', negative: true, values: ['10.0.0.0/8'], path: [...at, 'when', 0, 'notValues'] }],
        ],
      },
    ]);
    expect(rules[0]?.fields.map(({ name }) => name)).toEqual([
      'notPorts',
      'paths',
      'principals',
      'notNamespaces',
      'when.source.ip',
    ]);
    expect(rules[1]).toEqual({ clauses: [], fields: [], unknown: [] });
  });

  it.each([
    ['true', true],
    ['T', true],
    ['1', true],
    ['yes', false],
    ['', false],
  ])('annotated istio.io/dry-run: %j is a dry run: %s', (value, dryRun) => {
    const policy = authorizationPolicy('shop/p', {}, { annotations: { 'istio.io/dry-run': value } });
    expect(readAs('AuthorizationPolicy', policy).dryRun).toBe(dryRun);
  });

  it('names its targets in the plural; the singular counts only without it', () => {
    const [one, two] = [
      { kind: 'Service', group: '', name: 'one' },
      { kind: 'Gateway', name: 'two' },
    ];
    const targets = (spec: Record<string, unknown>) =>
      readAs('AuthorizationPolicy', authorizationPolicy('shop/p', spec)).targetRefs.map(({ name }) => name);
    expect(targets({ targetRef: one, targetRefs: [two] })).toEqual(['two']);
    expect(targets({ targetRef: one, targetRefs: [] })).toEqual(['one']);
  });

  it('tells no selector from an empty one and from one without labels', () => {
    const selector = (spec: Record<string, unknown>) =>
      readAs('AuthorizationPolicy', authorizationPolicy('shop/p', spec)).selector;
    expect(selector({})).toBeUndefined();
    expect(selector({ selector: {} })).toEqual({ matchLabels: undefined });
    expect(selector({ selector: { matchLabels: {} } })).toEqual({ matchLabels: {} });
  });
});

it('reads the modes of a PeerAuthentication, also by port', () => {
  const spec = { mtls: { mode: 'STRICT' }, portLevelMtls: { 8080: { mode: 'DISABLE' }, x: { mode: 'STRICT' } } };
  const policy = readAs('PeerAuthentication', peerAuthentication('shop/p', spec));
  expect(policy.mode).toBe('STRICT');
  expect([...policy.portModes]).toEqual([[8080, 'DISABLE']]);
});

it('reads the issuers of a RequestAuthentication', () => {
  const spec = { jwtRules: [{ issuer: 'https://a', audiences: ['x'] }] };
  expect(readAs('RequestAuthentication', requestAuthentication('shop/p', spec)).jwtRules).toEqual([
    { issuer: 'https://a', audiences: ['x'] },
  ]);
});

it('reads the selector of an EnvoyFilter where that kind keeps it', () => {
  const filter = object('networking.istio.io/v1alpha3', 'EnvoyFilter', 'shop/f', {
    workloadSelector: { labels: { app: 'x' } },
  });
  expect(modelOf([filter]).policies).toMatchObject([{ kind: 'EnvoyFilter', selector: { matchLabels: { app: 'x' } } }]);
});

it('fills in what a parentRef leaves out', () => {
  const spec = { parentRefs: [{ name: 'gw' }, { name: 'svc', kind: 'Service', group: '', port: 80 }] };
  expect(modelOf([httpRoute('shop/r', spec)]).routes[0]?.parentRefs).toEqual([
    { group: 'gateway.networking.k8s.io', kind: 'Gateway', namespace: 'shop', name: 'gw', sectionName: '', port: null },
    { group: '', kind: 'Service', namespace: 'shop', name: 'svc', sectionName: '', port: 80 },
  ]);
});

describe('hostile manifests', () => {
  const groups: readonly (readonly [apiVersion: string, kind: string])[] = [
    ...POLICY_KINDS.map(
      (kind) => [kind === 'EnvoyFilter' ? 'networking.istio.io/v1' : 'security.istio.io/v1', kind] as const,
    ),
    ['telemetry.istio.io/v1', 'Telemetry'],
    ['extensions.istio.io/v1alpha1', 'WasmPlugin'],
    ['v1', 'Namespace'],
    ['v1', 'Pod'],
    ['v1', 'Service'],
    ['v1', 'ConfigMap'],
    ['apps/v1', 'Deployment'],
    ['apps/v1', 'ReplicaSet'],
    ['batch/v1', 'CronJob'],
    ['discovery.k8s.io/v1', 'EndpointSlice'],
    ['networking.istio.io/v1', 'ServiceEntry'],
    ['networking.istio.io/v1', 'WorkloadEntry'],
    ['gateway.networking.k8s.io/v1', 'Gateway'],
    ['gateway.networking.k8s.io/v1', 'GatewayClass'],
    ['gateway.networking.k8s.io/v1', 'HTTPRoute'],
  ];
  const keys = [
    'labels',
    'annotations',
    'selector',
    'matchLabels',
    'targetRefs',
    'targetRef',
    'rules',
    'from',
    'source',
    'to',
    'operation',
    'when',
    'ports',
    'port',
    'number',
    'hosts',
    'endpoints',
    'addresses',
    'listeners',
    'allowedRoutes',
    'template',
    'spec',
    'metadata',
    'containers',
    'ownerReferences',
    'parentRefs',
    'mtls',
    'portLevelMtls',
    'data',
    'mesh',
    'app',
    'gatewayClassName',
    'name',
    'kind',
    '__proto__',
    'constructor',
    'istio.io/use-waypoint',
  ];
  const anything = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom<unknown>(null, true, 0, -1, 1e99, '', 'none', 'istiod', 'all', 'Selector'),
      fc.string(),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...keys), tie('value'), { maxKeys: 4, noNullPrototype: true }),
    ),
  })).value;

  it('never stop the building of a model, whatever their fields hold', () => {
    const bodies = fc.array(
      fc.record({
        type: fc.constantFrom(...groups),
        metadata: fc.dictionary(fc.constantFrom('labels', 'annotations', 'ownerReferences'), anything),
        spec: anything,
        status: anything,
        data: anything,
      }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(bodies, (written) => {
        const manifests = written.map(({ type: [apiVersion, kind], metadata, ...rest }, index) =>
          manifestOf({ apiVersion, kind, metadata: { ...metadata, namespace: 'shop', name: `o${index}` }, ...rest }),
        );
        const { model } = buildModel(manifests);
        for (const { binding } of [...model.workloads, ...model.services])
          expect(binding.evidence()).toBeInstanceOf(Array);
        for (const { labels } of model.workloads) {
          for (const value of Object.values(labels ?? {})) expect(typeof value).toBe('string');
        }
      }),
      { seed: 20261124, numRuns: 3000 },
    );
  });

  it('are reported when their spec is no object', () => {
    const broken = manifestOf({
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: { name: 'p' },
      spec: [],
    });
    const { model, skipped } = buildModel([broken]);
    expect(model.policies).toEqual([]);
    expect(skipped[0]?.message).toBe('spec must be a map of fields, not a list.');
  });
});
