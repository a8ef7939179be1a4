import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from './canonical-json.js';
import type { Manifest } from './manifest.js';
import { readManifests } from './read.js';

const encode = (text: string) => new TextEncoder().encode(text);
const read = (name: string, text: string) => readManifests([{ name, bytes: encode(text) }]);

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    'yes',
    'no',
    '0755',
    '1e3',
    '~',
    '',
    ' ',
    '- a',
    'a: b',
    '# c',
    '---',
    '...',
    '{',
    '"',
    "'",
    '<<',
    '*a',
    '&a',
    '!x',
    '%',
    '10',
    '__proto__',
  ),
);
const anyValue = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    anyText,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(anyText, tie('value'), { maxKeys: 4 }),
  ),
})).value;
const anyObject = fc
  .record({
    name: fc.string({ unit: fc.constantFrom(...'abcdef'), minLength: 1, maxLength: 3 }),
    spec: anyValue,
    labels: fc.dictionary(anyText, anyText, { maxKeys: 3 }),
  })
  .map(({ name, spec, labels }) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name, labels }, spec }));

/** YAML in block style, with every text quoted and every value spelled as JSON does. */
function toBlockYaml(value: unknown, indent = ''): string {
  if (typeof value !== 'object' || value === null) return ` ${JSON.stringify(value)}\n`;
  const entries = Array.isArray(value)
    ? value.map((item: unknown) => `${indent}-${toBlockYaml(item, `${indent}  `)}`)
    : Object.entries(value).map(
        ([key, child]) => `${indent}${JSON.stringify(key)}:${toBlockYaml(child, `${indent}  `)}`,
      );
  if (entries.length === 0) return Array.isArray(value) ? ' []\n' : ' {}\n';
  return `\n${entries.join('')}`;
}

const bodiesOf = (manifests: readonly Manifest[]) => manifests.map(({ body }) => canonicalJson(body)).sort();
const placesOf = (manifests: readonly Manifest[]) => manifests.map(({ name, body, place }) => ({ name, place, body }));

describe('reading manifests', () => {
  it('gives the same for files in any order', () => {
    const files = fc.uniqueArray(
      fc.record({
        name: fc.constantFrom('a.yaml', 'b.yaml', 'c.json', 'd'),
        objects: fc.array(anyObject, { maxLength: 3 }),
      }),
      { selector: ({ name }) => name },
    );
    const filesAndOrder = files.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(filesAndOrder, ([list, shuffled]) => {
        const readAll = (some: typeof list) =>
          readManifests(
            some.map(({ name, objects }) => ({
              name,
              bytes: encode(objects.map((one) => JSON.stringify(one)).join('\n')),
            })),
          );
        const [one, other] = [readAll(list), readAll(shuffled)];
        expect(placesOf(other.manifests)).toEqual(placesOf(one.manifests));
        expect(other.skipped).toEqual(one.skipped);
      }),
    );
  });

  it('gives the same objects for documents in any order', () => {
    const objects = fc.uniqueArray(anyObject, { selector: ({ metadata }) => metadata.name, maxLength: 5 });
    const objectsAndOrder = objects.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(objectsAndOrder, ([list, shuffled]) => {
        const readAll = (some: typeof list) => read('a.yaml', some.map((one) => `---${toBlockYaml(one)}`).join(''));
        expect(bodiesOf(readAll(shuffled).manifests)).toEqual(bodiesOf(readAll(list).manifests));
        expect(readAll(list).manifests).toHaveLength(list.length);
      }),
    );
  });

  it('reads the same object from YAML, from JSON and from a list', () => {
    fc.assert(
      fc.property(anyObject, (object) => {
        const spellings = [
          read('a.yaml', toBlockYaml(object)),
          read('a.json', JSON.stringify(object)),
          read('a.json', JSON.stringify(object, null, 2)),
          read('a.yaml', `# flow\n${JSON.stringify(object)}`),
          read('a.json', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [object] }, null, 2)),
          read('a.yaml', toBlockYaml({ apiVersion: 'v1', kind: 'ServiceList', items: [object] })),
        ];
        for (const { manifests, skipped } of spellings) {
          expect(skipped).toEqual([]);
          expect(bodiesOf(manifests)).toEqual([canonicalJson(object)]);
        }
      }),
    );
  });

  it('never throws, whatever the bytes', () => {
    const pieces = fc.constantFrom(
      'a: b\n',
      '- ',
      '---\n',
      '...\n',
      '{',
      '}',
      '[',
      ']',
      '"',
      "'",
      ': ',
      '&a ',
      '*a',
      '<<: ',
      '!!int ',
      '|\n ',
      '>-\n',
      '\t',
      '\r',
      '\n',
      '\u0000',
      '\ufeff',
      '%YAML 1.1\n',
      '? ',
      '"kind": "List", "items": [',
      'items:\n',
      'kind: List\n',
      '\\u0000',
      '#',
    );
    const hostile = fc.oneof(
      fc.uint8Array({ maxLength: 2000 }),
      fc.array(fc.oneof(pieces, fc.string()), { maxLength: 60 }).map((list) => encode(list.join(''))),
    );
    fc.assert(
      fc.property(hostile, fc.constantFrom('a.yaml', 'a.json', 'a.tar', '-'), (bytes, name) => {
        const { manifests, skipped } = readManifests([{ name, bytes }]);
        for (const manifest of manifests) expect(manifest.locate(['spec', 'x']).line).toBeGreaterThan(0);
        for (const { line, message } of skipped)
          expect([line > 0, message]).toEqual([true, expect.stringMatching(/\.$/)]);
      }),
      { numRuns: 2000 },
    );
  });
});
