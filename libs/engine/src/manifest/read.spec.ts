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

describe('the bytes of a file', () => {
  const bytes = (...parts: (string | number[])[]): Uint8Array =>
    Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...encoder.encode(part)] : part)));
  const faultsOf = (content: Uint8Array, name = 'a') => faults(readManifests([{ name, bytes: content }]));

  it('may begin with a byte order mark', () => {
    expect(
      names(readManifests([{ name: 'a.yaml', bytes: bytes([0xef, 0xbb, 0xbf], '---\n', service('one')) }])),
    ).toEqual(['one']);
    expect(
      names(
        readManifests([
          {
            name: 'a.json',
            bytes: bytes([0xef, 0xbb, 0xbf], '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}}'),
          },
        ]),
      ),
    ).toEqual(['a']);
  });

  it('must be UTF-8, document by document', () => {
    const result = readManifests([
      { name: 'a.yaml', bytes: bytes(service('one'), '---\nkind: Pod\nx: ', [0xff], '\n---\n', service('two')) },
    ]);
    expect(names(result)).toEqual(['one', 'two']);
    expect(faults(result)).toEqual(['INVALID_ENCODING:7']);
    expect(faultsOf(bytes('{"a":1}\n{"b":"', [0xc3], '"}\n'), 'a.ndjson')).toEqual([
      'MISSING_KIND:1',
      'INVALID_ENCODING:2',
    ]);
  });

  it.each([
    ['INVALID_ENCODING', 'UTF-16 with a mark', bytes([0xff, 0xfe, 0x61, 0])],
    ['INVALID_ENCODING', 'UTF-16 without a mark', bytes([0x61, 0, 0x3a, 0])],
    ['INVALID_ENCODING', 'big-endian UTF-16 without a mark', bytes([0, 0x61, 0, 0x3a])],
    ['UNSUPPORTED_FILE', 'gzip', bytes([0x1f, 0x8b, 8, 0])],
    ['UNSUPPORTED_FILE', 'zip', bytes([0x50, 0x4b, 3, 4])],
    ['UNSUPPORTED_FILE', 'an image', bytes([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13])],
  ])('gives %s for %s', (reason, _name, content) => {
    expect(faultsOf(content)).toEqual([`${reason}:1`]);
  });

  it('may be nothing', () => {
    expect(faultsOf(bytes(''))).toEqual([]);
    expect(faultsOf(bytes(' \n\n'))).toEqual([]);
    expect(faultsOf(bytes('\n'), 'a.json')).toEqual([]);
  });
});

describe('the messages about what is skipped', () => {
  it.each([
    ['a.json', '{"kind":"Secret","data":{"password": hunter2}}'],
    ['a.json', 'hunter2 {"a":1}'],
    ['a.yaml', 'kind: Secret\ndata: { password: hunter2 } }'],
    ['a.yaml', 'kind: Secret\npassword: !hunter2^ x'],
    ['a.yaml', 'kind: Secret\npassword: !hunter2!a x'],
    ['a.yaml', 'kind: Secret\npassword: !!int hunter2'],
    ['a.yaml', 'kind: Secret\npassword: "hunter2'],
    ['a.yaml', 'kind: Secret\npassword: *hunter2'],
    ['a.yaml', 'hunter2'],
  ])('quote nothing of %s: %s', (name, text) => {
    const { skipped } = read(text, {}, name);
    expect(skipped.length).toBeGreaterThan(0);
    expect(JSON.stringify(skipped)).not.toContain('hunter2');
  });
});

describe('hostile input', () => {
  const timeOf = (text: string, name = 'a.yaml') => {
    const started = performance.now();
    readManifests([file(name, text)]);
    return performance.now() - started;
  };

  // Each takes a fraction of a second when its time grows with its size, and minutes when it grows with the square.
  it.each([
    ['many broken documents', 'a.yaml', 'a: [\n---\n'.repeat(10_000)],
    ['many repeated keys', 'a.yaml', 'a: 1\na: 2\n---\n'.repeat(10_000)],
    ['lines of JSON that never end', 'a.ndjson', '{"a":{}\n'.repeat(10_000)],
    ['one line of JSON that never ends', 'a.json', '{"a":'.repeat(100_000)],
    ['values on one line', 'a.json', '{}'.repeat(100_000)],
    ['garbage', 'a.json', '}'.repeat(200_000)],
    ['comments before each marker', 'a.yaml', `${'# x\n'.repeat(10_000)}---\n`.repeat(3)],
    ['directives', 'a.yaml', '%A b\n'.repeat(10_000)],
    ['brackets', 'a.yaml', '['.repeat(200_000)],
    ['anchors', 'a.yaml', Array.from({ length: 10_000 }, (_, index) => `a${index}: &a${index} x\n`).join('')],
    ['keys like indexes', 'a.yaml', Array.from({ length: 10_000 }, (_, index) => `${index}: x\n`).join('')],
  ])('does not slow the reader down: %s', (_name, name, text) => {
    expect(timeOf(text, name)).toBeLessThan(20_000);
  });
});
