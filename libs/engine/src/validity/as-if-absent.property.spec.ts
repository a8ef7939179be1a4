import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { analyze } from '../analyze.js';
import { readManifests } from '../manifest/read.js';

type Body = Record<string, unknown>;

const metadata = (name: string) => ({ name, namespace: 'shop', creationTimestamp: '2026-01-01T00:00:00Z' });

/** A small cluster in which all have something to do with each other. */
const CLUSTER: readonly Body[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { 'istio.io/dataplane-mode': 'ambient' } } },
  {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: metadata('waypoint'),
    spec: { gatewayClassName: 'istio-waypoint', listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }] },
    status: { addresses: [{ type: 'IPAddress', value: '10.0.0.9' }] },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { ...metadata('cart'), labels: { 'istio.io/use-waypoint': 'waypoint' } },
    spec: { clusterIP: '10.0.0.1', selector: { app: 'cart' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
  },
  {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...metadata('cart-0'),
      labels: { app: 'cart' },
      annotations: { 'ambient.istio.io/redirection': 'enabled' },
    },
    spec: { serviceAccountName: 'cart', containers: [{ name: 'cart', ports: [{ containerPort: 8080 }] }] },
    status: { phase: 'Running', podIP: '10.1.0.1' },
  },
  {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: metadata('callers'),
    spec: { targetRefs: [{ kind: 'Service', name: 'cart' }], rules: [{ from: [{ source: { namespaces: ['pay'] } }] }] },
  },
  {
    apiVersion: 'security.istio.io/v1',
    kind: 'PeerAuthentication',
    metadata: metadata('strict'),
    spec: {
      selector: { matchLabels: { app: 'cart' } },
      mtls: { mode: 'STRICT' },
      portLevelMtls: { 8080: { mode: 'DISABLE' } },
    },
  },
];

const json = fc.jsonValue({ maxDepth: 3 });
const paths = CLUSTER.map((body) => [...leaves(body)].filter(([first]) => first !== 'kind' && first !== 'apiVersion'));

/** One object with any value at any of its places. */
const damaged = fc
  .nat(CLUSTER.length - 1)
  .chain((index) => fc.tuple(fc.constant(index), fc.constantFrom(...(paths[index] ?? [])), json));

describe('an object that is refused', () => {
  it('leaves the analysis of the others as if it were not there, to the byte', () => {
    let refusedOnce = 0;
    fc.assert(
      fc.property(damaged, ([index, path, value]) => {
        const changed = CLUSTER.map((body, at) => (at === index ? replaced(body, path, value) : body));
        const whole = analysisOf(changed);
        const refused = whole.skipped.map(({ line }) => line - 1);
        if (refused.length === 0) return;
        refusedOnce += 1;
        const alone = analysisOf(changed.map((body, at) => (refused.includes(at) ? null : body)));
        const { summary: _counts, skipped: _refused, ...answers } = whole;
        expect(JSON.stringify(answers)).toBe(JSON.stringify({ ...alone, summary: undefined, skipped: undefined }));
      }),
      { numRuns: 400, seed: 7 },
    );
    expect(refusedOnce).toBeGreaterThan(100);
  });
});

/** Objects by line; null leaves its line empty. */
function analysisOf(bodies: readonly (Body | null)[]) {
  const text = bodies.map((body) => (body === null ? '' : JSON.stringify(body))).join('\n');
  return analyze(readManifests([{ name: 'c.ndjson', bytes: new TextEncoder().encode(text) }]));
}

function* leaves(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  if (path.length > 0) yield path;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) yield* leaves(part, [...path, key]);
}

function replaced(value: unknown, [step, ...rest]: readonly string[], part: unknown): Body {
  if (step === undefined) return part as Body;
  const copy = structuredClone(value) as Record<string, unknown>;
  copy[step] = replaced(copy[step], rest, part);
  return copy;
}
