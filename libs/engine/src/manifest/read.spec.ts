import { describe, expect, it } from '@jest/globals';
import { readManifests, type InputFile, type ReadLimits } from './read.js';

const encoder = new TextEncoder();
const file = (name: string, text: string): InputFile => ({ name, bytes: encoder.encode(text) });
const read = (text: string, limits: Partial<ReadLimits> = {}, name = 'a.yaml') =>
  readManifests([file(name, text)], limits);
const names = (result: ReturnType<typeof readManifests>) => result.manifests.map(({ name }) => name);
const faults = (result: ReturnType<typeof readManifests>) =>
  result.skipped.map(({ reason, line }) => `${reason}:${line}`);

const service = (name: string) => `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n`;

describe('reading YAML', () => {
  it('names each object and remembers its file and first line', () => {
    const { manifests, skipped } = read(`# comment\n---\n${service('one')}---\n\n# two\n${service('two')}`);
    expect(skipped).toEqual([]);
    expect(
      manifests.map(({ group, version, kind, namespace, name, place }) => ({
        group,
        version,
        kind,
        namespace,
        name,
        place,
      })),
    ).toEqual([
      {
        group: '',
        version: 'v1',
        kind: 'Service',
        namespace: 'default',
        name: 'one',
        place: { file: 'a.yaml', line: 3 },
      },
      {
        group: '',
        version: 'v1',
        kind: 'Service',
        namespace: 'default',
        name: 'two',
        place: { file: 'a.yaml', line: 10 },
      },
    ]);
  });

  it('reads the good documents around a broken one and names the line of the fault', () => {
    const result = read(`${service('one')}---\nkind: [\n---\n${service('two')}`);
    expect(names(result)).toEqual(['one', 'two']);
    expect(faults(result)).toEqual(['SYNTAX:7']);
  });

  it('refuses a key that stands twice', () => {
    const result = read(`${service('one')}---\n${service('two')}kind: Pod\n`);
    expect(names(result)).toEqual(['one']);
    expect(faults(result)).toEqual(['DUPLICATE_KEY:10']);
  });

  it('decodes scalars as Kubernetes does, in YAML 1.1', () => {
    const [manifest] = read(
      `${service('one')}data: { a: yes, b: 'yes', c: 0755, d: 2001-01-01, e: 1_000, f: 08, on: 12:30, g: ~ }\n`,
    ).manifests;
    expect(manifest?.body.data).toEqual({
      a: true,
      b: 'yes',
      c: 493,
      d: '2001-01-01',
      e: 1000,
      f: 8,
      true: '12:30',
      g: null,
    });
  });

  it('finds the line of a field, and of the nearest parent of a field that is not there', () => {
    const [manifest] = read(
      `${service('one')}spec:\n  ports:\n    - name: http\n      port: 80\n    - name: grpc\n      9: x\n      port: 81\n`,
    ).manifests;
    expect(manifest?.locate(['spec', 'ports', 0, 'port']).line).toBe(8);
    expect(manifest?.locate(['spec', 'ports', 1]).line).toBe(9);
    expect(manifest?.locate(['spec', 'ports', 1, 'name']).line).toBe(9);
    expect(manifest?.locate(['spec', 'ports', 1, '9']).line).toBe(10);
    expect(manifest?.locate(['spec', 'ports', 1, 'port']).line).toBe(11);
    expect(manifest?.locate(['spec', 'ports', 7, 'port']).line).toBe(6);
    expect(manifest?.locate(['metadata', 'name']).line).toBe(4);
  });

  it('bounds what aliases expand to', () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      ...'bcdefghij'
        .split('')
        .map((letter, index) => `${letter}: &${letter} [${`*${'abcdefghij'[index]}, `.repeat(9)}]`),
    ].join('\n');
    const result = read(`${service('one')}---\n${service('two')}${bomb}\n---\n${service('three')}`);
    expect(names(result)).toEqual(['one', 'three']);
    expect(result.skipped[0]?.reason).toBe('TOO_MANY_ALIASES');
  });
});

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
