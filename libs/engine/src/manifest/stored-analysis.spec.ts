import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { analyze } from '../analyze.js';
import { admit } from './admit.js';
import { canonicalJson } from './canonical-json.js';
import { layoutOf, restoreManifests } from './layout.js';
import type { KubernetesObject } from './manifest.js';
import { readManifests } from './read.js';

const fleet = fileURLToPath(new URL('../../../../examples/fleet', import.meta.url));
const clusters = readdirSync(fleet, { withFileTypes: true }).filter((entry) => entry.isDirectory());

const filesOf = (cluster: string) =>
  readdirSync(join(fleet, cluster)).map((name) => ({ name, bytes: readFileSync(join(fleet, cluster, name)) }));

/** As JSONB gives it back: keys in an order of its own. */
function reversedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversedKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, child]) => [key, reversedKeys(child)]),
  );
}

describe.each(clusters.map(({ name }) => name))('the analysis of %s', (cluster) => {
  const read = readManifests(filesOf(cluster));
  const admitted = admit(read.manifests).manifests;

  it('is the same from the store as from the files, with the same places', () => {
    const bodies = admitted.map(({ body }) => reversedKeys(JSON.parse(canonicalJson(body))) as KubernetesObject);
    const restored = restoreManifests(bodies, layoutOf(admitted));
    expect(analyze({ manifests: restored, skipped: [] })).toEqual(analyze({ manifests: admitted, skipped: [] }));
  });

  it('is the same with and without what is not admitted', () => {
    const { summary: _whole, ...whole } = analyze({ manifests: read.manifests, skipped: [] });
    const { summary: _kept, ...kept } = analyze({ manifests: admitted, skipped: [] });
    expect(kept).toEqual(whole);
  });
});

it('shows labels in one order, whatever order the store gives them back in', () => {
  const labels = { zone: 'a', app: 'cart' };
  const policy = {
    apiVersion: 'security.istio.io/v1',
    kind: 'PeerAuthentication',
    metadata: { name: 'strict', namespace: 'shop' },
    spec: { selector: { matchLabels: labels }, mtls: { mode: 'STRICT' } },
  };
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { containers: [{ name: 'web', image: 'web' }] },
  };
  const analysisOf = (objects: readonly unknown[]) =>
    analyze(
      readManifests([{ name: 'a.json', bytes: Buffer.from(objects.map((one) => JSON.stringify(one)).join('\n')) }]),
    );
  const { findings } = analysisOf([policy, pod]);
  expect(findings.map(({ check }) => check)).toContain('selector-matches-nothing');
  expect(analysisOf([reversedKeys(policy), pod]).findings).toEqual(findings);
});

it('judges an object alike with and without what the store drops from its status', () => {
  const policy = {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name: 'all', namespace: 'shop' },
    spec: {},
    status: {
      conditions: [{ type: 'ZtunnelAccepted', status: 'True', lastTransitionTime: '', observedGeneration: 'x' }],
    },
  };
  const { manifests } = readManifests([{ name: 'a.json', bytes: Buffer.from(JSON.stringify(policy)) }]);
  const restored = restoreManifests(
    manifests.map(({ body }) => JSON.parse(canonicalJson(body)) as KubernetesObject),
    layoutOf(manifests),
  );
  const fromFile = analyze({ manifests, skipped: [] });
  expect(fromFile.verdicts).toHaveLength(1);
  expect(analyze({ manifests: restored, skipped: [] })).toEqual(fromFile);
});

it('tells what is wrong with an object in one order, whatever order the store gives its keys back in', () => {
  const rule = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name: 'cart', namespace: 'shop', labels: { 'b/': '1', 'a/': '2' } },
    spec: { trafficPolicy: { warmup: {}, connectionPool: 1 }, subsets: [{}] },
  };
  const skippedOf = (object: unknown) =>
    analyze(readManifests([{ name: 'a.json', bytes: Buffer.from(JSON.stringify(object)) }])).skipped;
  expect(skippedOf(rule)).toHaveLength(1);
  expect(skippedOf(reversedKeys(rule))).toEqual(skippedOf(rule));
});

it('tells the fields of a kind in one order, whatever order its definition has them in', () => {
  const gateway = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name: 'a' },
    spec: { server: [] },
  };
  const schema = { properties: { spec: { type: 'object', properties: { selector: {}, servers: {}, zone: {} } } } };
  const definition = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'gateways.networking.istio.io' },
    spec: {
      group: 'networking.istio.io',
      names: { kind: 'Gateway' },
      versions: [{ name: 'v1', served: true, schema: { openAPIV3Schema: schema } }],
    },
  };
  const skippedOf = (objects: readonly unknown[]) =>
    analyze(
      readManifests([{ name: 'a.json', bytes: Buffer.from(objects.map((one) => JSON.stringify(one)).join('\n')) }]),
    ).skipped;
  expect(skippedOf([gateway, definition])).toHaveLength(1);
  expect(skippedOf([gateway, reversedKeys(definition)])).toEqual(skippedOf([gateway, definition]));
});
