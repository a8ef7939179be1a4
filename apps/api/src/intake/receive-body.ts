import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import {
  BodyTooLarge,
  CorruptCompression,
  DecompressedBodyTooLarge,
  EmptyBody,
  UnsupportedContentEncoding,
} from '@waymark/contract';
import type { Limits } from '../config/config.js';
import { errorCode } from '../error-code.js';
import { type BodyFormat, formatOf } from './media-type.js';

export interface ReceivedBody {
  /** Decompressed; owned by the receiver, so it may be transferred to a thread. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly format: BodyFormat;
}

type Chunks = AsyncIterable<Buffer>;

/**
 * Reads a request body, decompressing gzip (by Content-Encoding or by its first bytes), and stops reading at the first
 * byte over a limit. Throws an AppError for everything that the sender did wrong; the request itself stays open, so
 * that it can be answered.
 */
export async function receiveBody(request: IncomingMessage, limits: Limits): Promise<ReceivedBody> {
  const format = formatOf(request.headers['content-type']);
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (!['gzip', 'x-gzip', 'identity'].includes(encoding)) throw new UnsupportedContentEncoding(encoding);
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > limits.bodyBytes) throw new BodyTooLarge(limits.bodyBytes);

  const wire = bounded(request.iterator({ destroyOnReturn: false }), limits.bodyBytes, BodyTooLarge);
  const { start, chunks } = await peek(wire);
  if (start.length === 0) throw new EmptyBody();
  const compressed = encoding !== 'identity' || isGzip(start);
  let bytes = await (compressed ? gunzip(chunks, limits) : collect(chunks));
  // A .tar.gz sent with Content-Encoding: gzip on top is compressed twice.
  if (compressed && isGzip(bytes)) bytes = await gunzip(Readable.from([bytes]), limits);
  if (bytes.length === 0) throw new EmptyBody();
  return { bytes, format };
}

async function* bounded(
  source: Chunks,
  limitBytes: number,
  TooLarge: new (limitBytes: number) => Error,
): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > limitBytes) throw new TooLarge(limitBytes);
    yield chunk;
  }
}

/** The first two bytes (fewer when there are no more), and the whole stream. */
async function peek(source: AsyncGenerator<Buffer>): Promise<{ start: Buffer; chunks: AsyncGenerator<Buffer> }> {
  let start = Buffer.alloc(0);
  while (start.length < 2) {
    const next = await source.next();
    if (next.done) break;
    start = Buffer.concat([start, next.value]);
  }
  const whole = async function* () {
    yield start;
    yield* source;
  };
  return { start, chunks: whole() };
}

async function gunzip(source: Chunks, limits: Limits): Promise<Uint8Array<ArrayBuffer>> {
  let bytes = new Uint8Array();
  try {
    await pipeline(source, createGunzip(), async (plain: Chunks) => {
      bytes = await collect(bounded(plain, limits.decompressedBytes, DecompressedBodyTooLarge));
    });
  } catch (error) {
    throw isZlibError(error) ? new CorruptCompression() : error;
  }
  return bytes;
}

async function collect(source: Chunks): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  for await (const chunk of source) chunks.push(chunk);
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

const isZlibError = (error: unknown): boolean => errorCode(error)?.startsWith('Z_') ?? false;
