import { describe, expect, it } from '@jest/globals';
import { faults, file, names, read, service } from './read.builder.js';
import { readManifests } from './read.js';

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

describe('the shape of a YAML stream', () => {
  it('lets directives, comments and end markers belong to the right document', () => {
    const text = `%YAML 1.1\n# first\n---\n${service('one')}...\n# second\n%YAML 1.1\n---\n${service('two')}...\n...\n---\n---\n# nothing\n---\n${service('three')}`;
    const result = read(text);
    expect(result.skipped).toEqual([]);
    expect(result.manifests.map(({ name, place }) => [name, place.line])).toEqual([
      ['one', 4],
      ['two', 12],
      ['three', 22],
    ]);
  });

  it('knows a marker only alone at the start of a line', () => {
    const text = `${service('one')}text: |\n  ---\n  ...\nother: "x\n  --- y"\nlast: ---x\n--- # two\n${service('two')}`;
    const result = read(text);
    expect(result.skipped).toEqual([]);
    expect(result.manifests.map(({ body }) => [body.text, body.other, body.last])).toEqual([
      ['---\n...\n', 'x --- y', '---x'],
      [undefined, undefined, undefined],
    ]);
  });

  it('counts lines that end in CR LF or in CR alone', () => {
    for (const newline of ['\r\n', '\r']) {
      const { manifests, skipped } = read(
        `${service('one')}---\n${service('two')}spec:\n  a: 1\n`.replaceAll('\n', newline),
      );
      expect(skipped).toEqual([]);
      expect(manifests.map(({ place }) => place.line)).toEqual([1, 6]);
      expect(manifests[1]?.locate(['spec', 'a']).line).toBe(11);
    }
  });

  it('finds places through merge keys, aliases, block texts and flow lists', () => {
    const text = `${service('one')}base: &base\n  x: 1\n  w: [a,\n    b]\nuse:\n  w: mine\n  <<: *base\n  z:\n    - |\n      text\n    - *base\n`;
    const [manifest] = read(text).manifests;
    const line = (...path: (string | number)[]) => manifest?.locate(path).line;
    expect(manifest?.body.use).toEqual({ w: ['a', 'b'], x: 1, z: ['text\n', { x: 1, w: ['a', 'b'] }] });
    expect([line('use', 'x'), line('use', 'w'), line('use', 'w', 1)]).toEqual([11, 11, 11]);
    expect([line('use', 'z', 0), line('use', 'z', 1), line('use', 'z', 1, 'w', 1)]).toEqual([13, 15, 8]);
  });

  it('takes items of a typed list for what the list says', () => {
    const { manifests } = read(
      'apiVersion: apps/v1\nkind: DeploymentList\nitems:\n  - metadata: { name: a, namespace: x }\n  - metadata: { name: b }\n',
    );
    expect(
      manifests.map(({ group, kind, namespace, name, place }) => [group, kind, namespace, name, place.line]),
    ).toEqual([
      ['apps', 'Deployment', 'x', 'a', 4],
      ['apps', 'Deployment', 'default', 'b', 5],
    ]);
    expect(manifests[1]?.body.apiVersion).toBe('apps/v1');
    expect(read('apiVersion: v1\nkind: List\nitems: null\n')).toEqual({ manifests: [], skipped: [] });
    expect(faults(read('apiVersion: v1\nkind: List\nitems:\n  - text\n'))).toEqual(['NOT_AN_OBJECT:4']);
  });

  const listOf = (items: readonly string[], indent = '') =>
    `apiVersion: v1\nitems:\n${items.map((item) => `${indent}- ${item.trim().replaceAll('\n', `\n${indent}  `)}\n`).join('')}kind: List\nmetadata:\n  resourceVersion: ""\n`;

  it.each(['', '  '])('reads the good items around broken ones in a list, indented by %j', (indent) => {
    const items = [service('one'), `${service('x')}kind: Pod`, service('two'), 'a: [', 'null', service('three')];
    const result = read(`${listOf(items, indent)}---\n${service('four')}`);
    expect(result.manifests.map(({ name, place }) => [name, place.line])).toEqual([
      ['one', 3],
      ['two', 12],
      ['three', 18],
      ['four', 26],
    ]);
    expect(result.manifests[2]?.locate(['metadata', 'name']).line).toBe(21);
    expect(result.skipped.map(({ reason, line }) => `${reason}:${line}`)).toEqual([
      'DUPLICATE_KEY:11',
      'SYNTAX:17',
      'NOT_AN_OBJECT:17',
    ]);
  });

  it('reads a list that is larger than a document may be, item by item', () => {
    const one = (name: string) => `${service(name)}spec:\n  text: |\n    - a\n\n    ${'x'.repeat(5000)}\n`;
    const text = listOf(Array.from({ length: 1000 }, (_, index) => one(`s${index}`)));
    const { manifests, skipped } = read(text, { documentBytes: 2_000_000 });
    expect(skipped).toEqual([]);
    expect(manifests).toHaveLength(1000);
    const last = manifests.at(-1);
    expect([last?.name, last?.place.line, last?.locate(['spec', 'text']).line]).toEqual([
      's999',
      3 + 999 * 9,
      3 + 999 * 9 + 5,
    ]);
    expect(manifests.map(({ body }) => body)).toEqual(
      readManifests([file('a.yaml', text.replace('items:', '"items":'))]).manifests.map(({ body }) => body),
    );
  });

  it('knows an anchor of another item in a large list', () => {
    const items = [`${service('one')}spec: &spec { a: ${'x'.repeat(1_100_000)} }`, `${service('two')}spec: *spec`];
    const { manifests, skipped } = read(listOf(items));
    expect(skipped).toEqual([]);
    expect(manifests[1]?.body.spec).toEqual(manifests[0]?.body.spec);
  });

  it('gives cluster-scoped objects no namespace, whatever they say', () => {
    const { manifests } = read('apiVersion: v1\nkind: Namespace\nmetadata: { name: a, namespace: x }\n');
    expect(manifests.map(({ namespace }) => namespace)).toEqual(['']);
  });
});
