import { describe, expect, it } from '@jest/globals';
import { readManifests } from './read.js';
import { isTar, readTar } from './read-tar.js';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const pod = (name: string) => `apiVersion: v1\nkind: Pod\nmetadata: { name: ${name} }\n`;

interface Entry {
  readonly name: string;
  readonly content?: string;
  readonly type?: string;
  readonly prefix?: string;
  readonly magic?: string;
  readonly size?: string;
}

function header({ name, content = '', type = '0', prefix = '', magic = 'ustar\x0000', size }: Entry): Uint8Array {
  const block = new Uint8Array(512);
  const put = (text: string, offset: number) => block.set(bytesOf(text), offset);
  put(name, 0);
  put('0000644\0', 100);
  put(size ?? `${bytesOf(content).length.toString(8).padStart(11, '0')}\0`, 124);
  put('        ', 148);
  put(type, 156);
  put(magic, 257);
  put(prefix, 345);
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

function tar(...entries: Entry[]): Uint8Array {
  const blocks = entries.flatMap((entry) => {
    const content = bytesOf(entry.content ?? '');
    const padded = new Uint8Array(Math.ceil(content.length / 512) * 512);
    padded.set(content);
    return [header(entry), padded];
  });
  const archive = [...blocks, new Uint8Array(1024)];
  const bytes = new Uint8Array(archive.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const block of archive) {
    bytes.set(block, at);
    at += block.length;
  }
  return bytes;
}

/** A pax record: its length counts its own digits, in bytes. */
function record(text: string): string {
  const rest = bytesOf(` ${text}\n`).length;
  const length = rest + String(rest + String(rest).length).length;
  return `${length} ${text}\n`;
}

const namesIn = (bytes: Uint8Array) => readTar(bytes).files.map(({ name }) => name);
const long = `${'directory/'.repeat(20)}pod.yaml`;

describe('a tar archive', () => {
  it('gives its files with their names, of whatever age and length', () => {
    const archive = tar(
      { name: './', type: '5' },
      { name: './a.yaml', content: pod('a') },
      { name: 'old.yaml', content: 'x', magic: '', type: '\0' },
      { name: 'b.yaml', prefix: 'deep/folder', content: 'x' },
      { name: '././@LongLink', type: 'L', content: `${long}\0` },
      { name: long.slice(0, 100), content: pod('long'), magic: 'ustar  \0' },
      { name: 'PaxHeaders/c', type: 'x', content: record('mtime=1.5') + record('path=with space/ü=c.yaml') },
      { name: 'c.yaml', content: pod('c') },
      { name: 'pax_global_header', type: 'g', content: record('comment=0123') },
      { name: 'd.yaml', content: pod('d') },
    );
    expect(isTar(archive)).toBe(true);
    expect(namesIn(archive)).toEqual([
      'a.yaml',
      'old.yaml',
      'deep/folder/b.yaml',
      long,
      'with space/ü=c.yaml',
      'd.yaml',
    ]);
  });

  it('is read for manifests, and tells what else it holds', () => {
    const bytes = tar(
      { name: 'b.yaml', content: pod('b') },
      { name: 'a/a.json', content: '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}}' },
      { name: 'README.md', content: 'text' },
      { name: '._b.yaml', content: 'x' },
      { name: 'link.yaml', type: '2' },
    );
    const { manifests, skipped } = readManifests([{ name: 'all.tar', bytes }]);
    expect(manifests.map(({ name, place }) => [name, place.file])).toEqual([
      ['a', 'all.tar/a/a.json'],
      ['b', 'all.tar/b.yaml'],
    ]);
    expect(skipped.map(({ reason, message }) => [reason, message])).toEqual([
      ['UNSUPPORTED_FILE', expect.stringContaining('1 links, such as link.yaml')],
      ['UNSUPPORTED_FILE', expect.stringContaining('2 files that are not YAML or JSON, such as README.md')],
    ]);
  });

  it.each([
    ['cut off', (bytes: Uint8Array) => bytes.subarray(0, 2 * 512 + 700)],
    ['cut off in a header', (bytes: Uint8Array) => bytes.subarray(0, 2 * 512 + 100)],
    ['damaged', (bytes: Uint8Array) => bytes.with(2 * 512 + 5, 1)],
  ])('that is %s keeps what comes before', (_name, damage) => {
    const whole = tar({ name: 'a.yaml', content: pod('a') }, { name: 'b.yaml', content: pod('b').repeat(20) });
    const { manifests, skipped } = readManifests([{ name: 'all.tar', bytes: damage(whole) }]);
    expect(manifests.map(({ name }) => name)).toEqual(['a']);
    expect(skipped.map(({ reason }) => reason)).toEqual(['DAMAGED_ARCHIVE']);
  });

  it.each([
    ['larger than the archive', '77777777777\0'],
    ['no number', 'zzzzzzzzzzz\0'],
    ['of 2^80 bytes', '\x80\x01\0\0\0\0\0\0\0\0\0\0'],
  ])('with a file that says it is %s is damaged', (_name, size) => {
    const latin1 = Uint8Array.from(size, (character) => character.charCodeAt(0));
    const block = header({ name: 'a.yaml' });
    block.set(latin1, 124);
    block.fill(32, 148, 156);
    const sum = block.reduce((total, byte) => total + byte, 0);
    block.set(bytesOf(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
    expect(readTar(block)).toEqual({ files: [], unread: [], damagedAt: 0 });
  });

  it('that is empty is no fault', () => {
    expect(readManifests([{ name: 'empty.tar', bytes: new Uint8Array(1024) }])).toEqual({ manifests: [], skipped: [] });
  });

  it('reads a size in base 256', () => {
    const block = header({ name: 'a.yaml', content: 'abc' });
    block.set([0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3], 124);
    block.fill(32, 148, 156);
    const sum = block.reduce((total, byte) => total + byte, 0);
    block.set(bytesOf(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
    const bytes = new Uint8Array(1024);
    bytes.set(block);
    bytes.set(bytesOf('abc'), 512);
    expect(readTar(bytes).files.map(({ bytes: content }) => content.length)).toEqual([3]);
  });
});
