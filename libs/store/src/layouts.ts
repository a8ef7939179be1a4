import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Prisma } from './generated/prisma/client.js';

const compress = promisify(gzip);
const decompress = promisify(gunzip);
/** Layouts are small numbers that repeat: the fastest level already makes them five to ten times smaller. */
const FASTEST = 1;

/** Does nothing when the layout is stored already. */
export async function addLayout(
  transaction: Prisma.TransactionClient,
  digest: Uint8Array,
  layout: Uint8Array,
): Promise<void> {
  const body = new Uint8Array(await compress(layout, { level: FASTEST }));
  await transaction.$executeRaw`
    INSERT INTO layout (digest, body) VALUES (${new Uint8Array(digest)}, ${body}) ON CONFLICT (digest) DO NOTHING`;
}

export async function readLayout(body: Uint8Array): Promise<Uint8Array> {
  return decompress(body);
}
