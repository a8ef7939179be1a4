import { describe, expect, it } from '@jest/globals';
import { faults, file, names, read, service } from './read.builder.js';
import { readManifests } from './read.js';

describe('the limits and faults of a document', () => {
  const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
  const twoGood = (bad: string) => `${service('one')}---\n${bad}\n---\n${service('two')}`;

  it.each([
    ['TOO_DEEP', `a: ${nested(120)}`],
    ['TOO_DEEP', `a: ${nested(100)}`],
    ['SYNTAX', 'a: "'],
    ['SYNTAX', 'a: *b'],
    ['SYNTAX', 'a: &b [*b]'],
    ['SYNTAX', 'a: .inf'],
    ['SYNTAX', 'null: x'],
    ['SYNTAX', '[a]: x'],
    ['SYNTAX', '<<: x'],
    ['SYNTAX', 'a: !!int x'],
    ['SYNTAX', 'a: \u0000'],
    ['SYNTAX', '\tapiVersion: v1'],
    ['NOT_AN_OBJECT', 'just text'],
    ['NOT_AN_OBJECT', '- a list'],
    ['MISSING_KIND', 'metadata: { name: a }'],
    ['MISSING_KIND', 'kind: Pod\nmetadata: { name: a }'],
    ['MISSING_KIND', 'apiVersion: v1\nkind: 7\nmetadata: { name: a }'],
    ['MISSING_NAME', 'apiVersion: v1\nkind: Pod'],
    ['MISSING_NAME', 'apiVersion: v1\nkind: Pod\nmetadata: { name: 7 }'],
    ['MISSING_NAME', 'apiVersion: v1\nkind: Pod\nmetadata: [name]'],
  ])('skips with %s, at its line: %j', (reason, bad) => {
    const result = read(twoGood(bad));
    expect(names(result)).toEqual(['one', 'two']);
    expect(result.skipped.map((fault) => fault.reason)).toEqual([reason]);
    expect([6, 7, 8]).toContain(result.skipped[0]?.line);
  });

  it('allows a hundred levels', () => {
    expect(read(`${service('one')}a: ${nested(99)}`).skipped).toEqual([]);
    expect(read(`{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"x":${nested(99)}}`).skipped).toEqual([]);
    expect(faults(read(`{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"x":${nested(100)}}`))).toEqual([
      'TOO_DEEP:1',
    ]);
  });

  it('counts the levels that aliases add', () => {
    const chain = Array.from({ length: 60 }, (_, index) => `a${index + 1}: &a${index + 1} [[*a${index}]]`).join('\n');
    expect(read(twoGood(`a0: &a0 []\n${chain}`)).skipped.map(({ reason }) => reason)).toEqual(['TOO_DEEP']);
  });

  it('counts the text that aliases repeat', () => {
    const long = `a: &a "${'x'.repeat(32_000)}"\nb: [${'*a, '.repeat(100)}]`;
    expect(read(twoGood(long), { aliasExpansions: 50_000 }).skipped.map(({ reason }) => reason)).toEqual([
      'TOO_MANY_ALIASES',
    ]);
  });

  it('skips a document over the size limit only', () => {
    const result = read(twoGood(`a: ${'x'.repeat(300)}`), { documentBytes: 200 });
    expect(names(result)).toEqual(['one', 'two']);
    expect(faults(result)).toEqual(['DOCUMENT_TOO_LARGE:5']);
  });

  it('skips a JSON value of too many lists and objects only', () => {
    const pod = (name: string) => `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"${name}"}}`;
    const text = `${pod('a')}\n{"a":[{},{},[]]}\n${pod('b')}`;
    const result = read(text, { jsonCollections: 4 }, 'a.json');
    expect(names(result)).toEqual(['a', 'b']);
    expect(faults(result)).toEqual(['DOCUMENT_TOO_LARGE:2']);
  });

  it('stops at the limit of objects, and says so once', () => {
    const result = read(`${service('one')}---\n${service('two')}---\n${service('three')}---\n: [`, { objects: 1 });
    expect(names(result)).toEqual(['one']);
    expect(faults(result)).toEqual(['TOO_MANY_OBJECTS:6']);
  });

  it('keeps the first of an object that stands twice, whatever its version', () => {
    const route = (version: string) =>
      `apiVersion: gateway.networking.k8s.io/${version}\nkind: HTTPRoute\nmetadata: { name: a, namespace: x }\n`;
    const result = readManifests([
      file('b.yaml', route('v1')),
      file('a.yaml', `${route('v1beta1')}---\n${route('v1')}`),
    ]);
    expect(result.manifests.map(({ version, place }) => [version, place])).toEqual([
      ['v1beta1', { file: 'a.yaml', line: 1 }],
    ]);
    expect(result.skipped).toMatchObject([
      {
        file: 'a.yaml',
        line: 5,
        reason: 'DUPLICATE_OBJECT',
        message: 'HTTPRoute x/a was already read from a.yaml:1, which counts; remove one of the two.',
      },
      { file: 'b.yaml', line: 1, reason: 'DUPLICATE_OBJECT', object: { kind: 'HTTPRoute', namespace: 'x', name: 'a' } },
    ]);
  });

  it('takes keys like __proto__ and constructor for keys', () => {
    const odd = '__proto__: { polluted: true }\nconstructor: { prototype: { polluted: true } }\n';
    const json = '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"__proto__":{"polluted":true}}';
    const { manifests, skipped } = readManifests([file('a.yaml', service('one') + odd), file('b.json', json)]);
    expect(skipped).toEqual([]);
    expect(manifests.map(({ body }) => Object.keys(body).includes('__proto__'))).toEqual([true, true]);
    expect(manifests.map(({ body }) => body.polluted)).toEqual([undefined, undefined]);
  });
});
