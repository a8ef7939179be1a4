import { randomUUID } from 'node:crypto';
import { InvalidRequest } from '@waymark/contract';

const KEY = /^[\x21-\x7e]{1,200}$/;

/** The id of an upload: the sender's Idempotency-Key, else a new one, so that no retry can be meant. */
export function uploadIdOf(header: string | undefined): string {
  if (header === undefined) return randomUUID();
  if (KEY.test(header)) return header;
  throw new InvalidRequest([{ detail: 'Idempotency-Key must be 1 to 200 printable characters without spaces' }]);
}
