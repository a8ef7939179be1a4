import { describe, expect, it } from '@jest/globals';
import { faults, names, read } from './read.builder.js';

describe('reading JSON', () => {
  it('reads one object on each line', () => {
    const result = read(
      '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}}\n{"bad\n{"apiVersion":"v1","kind":"Pod","metadata":{"name":"b"}}\n',
      {},
      'a.ndjson',
    );
    expect(names(result)).toEqual(['a', 'b']);
    expect(result.manifests.map(({ place }) => place.line)).toEqual([1, 3]);
    expect(faults(result)).toEqual(['SYNTAX:2']);
  });

  it('reads a value whose lines begin with brackets', () => {
    const items = ['a', 'b'].map((name) => `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"${name}"}}`);
    const result = read(
      `{"apiVersion":"v1","kind":"List","items":[\n${items.join(',\n')}\n]}\n${items[0]?.replace('"a"', '"c"')}`,
    );
    expect(result.skipped).toEqual([]);
    expect(result.manifests.map(({ name, place }) => [name, place.line])).toEqual([
      ['a', 2],
      ['b', 3],
      ['c', 5],
    ]);
  });

  it('reads what stands around text and unended values, in any alphabet', () => {
    const pod = (name: string) =>
      `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"${name}","labels":{"x":"ü€😀"}}}`;
    const result = read(`${pod('a')} text ${pod('b')}${pod('c')}\n{"x":"\n${pod('d')}\n\n  ${pod('e')}`, {}, 'a.json');
    expect(names(result)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(result.manifests.map(({ place }) => place.line)).toEqual([1, 1, 1, 3, 5]);
    expect(faults(result)).toEqual(['SYNTAX:1', 'SYNTAX:2']);
  });

  it('takes lists apart and locates the fields of their items', () => {
    const list = {
      apiVersion: 'v1',
      kind: 'List',
      items: [{ apiVersion: 'v1', kind: 'PodList', items: [{ metadata: { name: 'a', labels: { x: 'y' } } }] }],
    };
    const [manifest] = read(JSON.stringify(list, null, 2)).manifests;
    expect(manifest).toMatchObject({ group: '', version: 'v1', kind: 'Pod', name: 'a' });
    expect(manifest?.place.line).toBe(9);
    expect(manifest?.locate(['metadata', 'labels', 'x']).line).toBe(13);
  });

  it('refuses a key that stands twice', () => {
    expect(faults(read('{"apiVersion":"v1",\n"kind":"Pod","kind":"Pod","metadata":{"name":"a"}}'))).toEqual([
      'DUPLICATE_KEY:2',
    ]);
  });
});
