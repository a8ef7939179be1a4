import { hash } from 'node:crypto';

/** crypto.hash, not createHash: a snapshot hashes ten thousand small texts, and this costs half as much for each. */
export function sha256(content: string | Uint8Array): Buffer {
  return hash('sha256', content, 'buffer');
}

export function sha256Hex(content: string): string {
  return hash('sha256', content, 'hex');
}
