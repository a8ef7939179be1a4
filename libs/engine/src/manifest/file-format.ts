import type { Skipped } from './manifest.js';
import { isTar } from './read-tar.js';

export type FileFormat =
  | { readonly format: 'YAML' | 'JSON' | 'TAR'; /** Behind the byte order mark. */ readonly start: number }
  | { readonly format: 'UNREADABLE'; readonly reason: Skipped['reason']; readonly message: string };

const JSON_NAME = /\.(json|ndjson|jsonl)$/i;
const MANIFEST_NAME = /\.(ya?ml|json|ndjson|jsonl)$/i;
const PROBED_BYTES = 1024;

/** Whether a file of an archive is taken for manifests; archives hold much else. */
export const hasManifestName = (name: string): boolean =>
  MANIFEST_NAME.test(name) && !name.slice(name.lastIndexOf('/') + 1).startsWith('._');

/** What a file is, by its first bytes, and by its name where these leave a choice. */
export function recognise(name: string, bytes: Uint8Array): FileFormat {
  if (startsWith(bytes, 0x1f, 0x8b))
    return unreadable('UNSUPPORTED_FILE', 'The file is compressed with gzip; unpack it.');
  if (startsWith(bytes, 0x50, 0x4b, 3, 4)) return unreadable('UNSUPPORTED_FILE', 'The file is a zip archive; use tar.');
  if (isTar(bytes) || (name.endsWith('.tar') && bytes[0] === 0)) return { format: 'TAR', start: 0 };
  if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff)) return UTF16;
  const probe = bytes.subarray(0, PROBED_BYTES);
  const nuls = probe.filter((byte) => byte === 0).length;
  if (nuls > 0 && (bytes[0] === 0 ? bytes[1] !== 0 : bytes[1] === 0 && bytes[2] !== 0)) return UTF16;
  if (nuls * 10 > probe.length) return unreadable('UNSUPPORTED_FILE', 'The file is neither YAML, JSON nor tar.');
  const start = startsWith(bytes, 0xef, 0xbb, 0xbf) ? 3 : 0;
  return { format: JSON_NAME.test(name) || beginsLikeJson(probe, start) ? 'JSON' : 'YAML', start };
}

const unreadable = (reason: Skipped['reason'], message: string): FileFormat => ({
  format: 'UNREADABLE',
  reason,
  message,
});

const UTF16 = unreadable('INVALID_ENCODING', 'The file is UTF-16; save it as UTF-8.');

const startsWith = (bytes: Uint8Array, ...first: number[]): boolean =>
  first.every((byte, index) => bytes[index] === byte);

/** `{` and then `"` or `}`: a flow mapping of YAML seldom quotes its keys, and reads the same when it does. */
function beginsLikeJson(bytes: Uint8Array, start: number): boolean {
  const at = skipSpace(bytes, start);
  if (bytes[at] !== 123) return false;
  const next = bytes[skipSpace(bytes, at + 1)];
  return next === 34 || next === 125;
}

function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && (bytes[at] ?? 0) <= 32) at++;
  return at;
}
