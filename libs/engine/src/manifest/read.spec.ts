import { describe, expect, it } from '@jest/globals';
import { faults, file, names, read, service } from './read.builder.js';
import { readManifests } from './read.js';

describe('the bytes of a file', () => {
  const bytes = (...parts: (string | number[])[]): Uint8Array =>
    Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...new TextEncoder().encode(part)] : part)));
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
