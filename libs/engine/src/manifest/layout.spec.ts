import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from './canonical-json.js';
import { layoutOf, restoreManifests } from './layout.js';
import type { FieldPath, KubernetesObject, Manifest } from './manifest.js';
import { readManifests } from './read.js';

const YAML = `apiVersion: v1
kind: List
items:
  - kind: Service
    metadata:
      labels: &labels
        z: '1'
        10: x
        9: y
      name: web
      uid: 1-2-3
    apiVersion: v1
    spec:
      selector:
        <<: *labels
        a: b
      ports:
        - port: 80
          name: http

        - { port: 81,
            name: grpc }
  - { apiVersion: v1, kind: Service, metadata: { name: one-line } }
---
apiVersion: v1
kind: Pod
metadata:
  name: web
`;

const JSON_TEXT = `{
  "kind": "Namespace", "apiVersion": "v1",
  "metadata": {
    "name": "shop", "labels": { "2": "x",
      "b": "y", "1": "z" } } }
`;

const files = [
  { name: 'b/a.yaml', bytes: new TextEncoder().encode(YAML) },
  { name: 'a.json', bytes: new TextEncoder().encode(JSON_TEXT) },
];

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

function pathsOf(value: unknown, path: FieldPath = []): FieldPath[] {
  if (typeof value !== 'object' || value === null) return [path];
  const steps = Array.isArray(value)
    ? value.map((item: unknown, index) => [index, item] as const)
    : Object.entries(value);
  return [path, ...steps.flatMap(([step, child]) => pathsOf(child, [...path, step]))];
}

const stored = (manifests: readonly Manifest[]) =>
  manifests.map(({ body }) => reversedKeys(JSON.parse(canonicalJson(body))) as KubernetesObject).reverse();

/** Block or flow style, with line breaks wherever the draws say. */
function toYaml(value: unknown, draws: readonly number[], indent = '', flow = false): string {
  const draw = () => (draws as number[]).shift() ?? 0;
  if (typeof value !== 'object' || value === null) return `${JSON.stringify(value)}\n`;
  const isArray = Array.isArray(value);
  const entries = Object.entries(value);
  if (entries.length === 0) return isArray ? '[]\n' : '{}\n';
  if (flow || draw() % 4 === 0) {
    const inner = entries.map(([key, child]) => {
      const text = toYaml(child, draws, indent, true).trimEnd();
      return `${draw() % 2 ? `\n${indent}  ` : ''}${isArray ? text : `${JSON.stringify(key)}: ${text}`}`;
    });
    return isArray ? `[${inner.join(', ')}]\n` : `{${inner.join(', ')}}\n`;
  }
  const lines = entries.map(([key, child]) => {
    const blank = draw() % 3 === 0 ? '# comment\n\n' : '';
    return `${blank}${indent}${isArray ? '-' : `${JSON.stringify(key)}:`} ${toYaml(child, draws, `${indent}  `)}`;
  });
  return `\n${lines.join('')}`;
}

const anyValue = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.integer(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'z', '1', '10', '2', '__proto__'), tie('value'), { maxKeys: 5 }),
  ),
})).value;

describe('the layout of a snapshot', () => {
  const { manifests, skipped } = readManifests(files);
  const restored = restoreManifests(stored(manifests), layoutOf(manifests));

  it('brings every stored field back to its file and line', () => {
    expect(skipped).toEqual([]);
    expect(restored.map(({ kind, name, place }) => ({ kind, name, place }))).toEqual(
      manifests.map(({ kind, name, place }) => ({ kind, name, place })),
    );
    restored.forEach((manifest, index) => {
      for (const path of pathsOf(manifest.body)) {
        expect([path, manifest.locate(path)]).toEqual([path, manifests[index]?.locate(path)]);
      }
    });
  });

  it('has the same bytes whatever the order of the objects, and from restored objects too', () => {
    expect(layoutOf([...manifests].reverse())).toEqual(layoutOf(manifests));
    expect(layoutOf(restored)).toEqual(layoutOf(manifests));
  });

  it('takes three bytes for an object on one line', () => {
    const lines = [1, 2, 3].map((n) => `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p${n}"}}`).join('\n');
    const ndjson = readManifests([{ name: '-', bytes: new TextEncoder().encode(lines) }]).manifests;
    expect(layoutOf(ndjson)).toHaveLength(2 + '["-"]'.length + 3 * 3);
  });

  it('refuses bodies of another snapshot', () => {
    expect(() => restoreManifests(stored(manifests).slice(1), layoutOf(manifests))).toThrow('more objects');
    expect(() => restoreManifests(stored(manifests), layoutOf(manifests.slice(1)))).toThrow('fewer objects');
  });

  it('brings back the place of every field of any object, however it was written', () => {
    fc.assert(
      fc.property(
        fc.array(anyValue, { minLength: 1, maxLength: 3 }),
        fc.array(fc.nat({ max: 99 }), { maxLength: 150 }),
        (specs, choices) => {
          const draws = [...choices];
          const text = specs
            .map((spec, index) => ({ apiVersion: 'v1', kind: 'Pod', spec, metadata: { uid: '1', name: `p${index}` } }))
            .map((object) => `--- ${toYaml(object, draws)}`)
            .join('');
          const original = readManifests([{ name: 'a.yaml', bytes: new TextEncoder().encode(text) }]);
          expect(original.skipped).toEqual([]);
          const again = restoreManifests(stored(original.manifests), layoutOf(original.manifests));
          again.forEach((manifest, index) => {
            for (const path of pathsOf(manifest.body)) {
              expect([path, manifest.locate(path)]).toEqual([path, original.manifests[index]?.locate(path)]);
            }
          });
          const byLocateOnly = original.manifests.map((one) => ({
            ...one,
            place: one.place,
            locate: one.locate.bind(one),
          }));
          expect(layoutOf(byLocateOnly)).toEqual(layoutOf(original.manifests));
        },
      ),
      { numRuns: 300 },
    );
  });
});
