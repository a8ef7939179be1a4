import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { CLUSTER_NAME, LONGEST_WAIT_SECONDS, receiptSchema, snapshotSchema } from '@waymark/contract';
import type { ReceiptJson, SnapshotJson } from '@waymark/contract';
import { CommandError, EXIT, usageError, type ExitCode } from '../exit-code.js';
import { nameOf } from '../input/input-files.js';
import { manifestPaths } from '../input/manifest-paths.js';
import { answered } from '../server/answered.js';
import type { Server } from '../server/server.js';
import { Progress, writeData } from '../terminal.js';
import { bundle, type Bundle } from '../upload/bundle.js';
import { ciSource, type Source } from '../upload/ci-source.js';
import { serverFrom, type ServerFlags } from './server-flags.js';

export interface UploadFlags extends ServerFlags, Source {
  readonly cluster: string;
  readonly output: 'text' | 'json';
  readonly wait: boolean;
  readonly waitSeconds: number;
  readonly capturedAt?: string | undefined;
  readonly istioVersion?: string | undefined;
  readonly idempotencyKey?: string | undefined;
  readonly dashboard?: string | undefined;
}

/** Sends the manifests of one cluster to a service; with `wait`, also waits until they are analysed. */
export async function upload(paths: readonly string[], flags: UploadFlags): Promise<ExitCode> {
  if (!CLUSTER_NAME.test(flags.cluster)) {
    throw usageError(`--cluster ${flags.cluster}: 1 to 63 lower-case letters, digits, "-" and ".", such as prod-eu-1.`);
  }
  const server = serverFrom(flags);
  const files = manifestPaths(paths);
  const progress = new Progress();
  const packed = await bundle(files, (path) => progress.show(`Packing ${nameOf(path)}`));
  const receipt = await send(server, packed, flags, progress);
  const snapshot = flags.wait ? await analysed(server, receipt, flags.waitSeconds, progress) : receipt;
  progress.clear();
  await writeData([flags.output === 'json' ? `${JSON.stringify(snapshot)}\n` : textOf(snapshot, server, flags)]);
  const { state, error } = { state: null, error: null, ...snapshot.analysis };
  if (state !== 'FAILED') return EXIT.PASS;
  throw new CommandError(EXIT.INCOMPLETE, `The analysis failed: ${error ?? 'the server gives no reason'}`);
}

async function send(server: Server, { bytes }: Bundle, flags: UploadFlags, progress: Progress): Promise<ReceiptJson> {
  const source = ciSource(process.env);
  const answer = await server.send({
    method: 'POST',
    path: `/v1/clusters/${flags.cluster}/snapshots`,
    query: {
      repository: flags.repository ?? source.repository,
      commit: flags.commit ?? source.commit,
      ref: flags.ref ?? source.ref,
      run: flags.run ?? source.run,
      capturedAt: flags.capturedAt,
      istioVersion: flags.istioVersion,
    },
    headers: {
      'content-type': 'application/gzip',
      'content-length': String(bytes.length),
      // The same for every attempt: the service answers the second as it answered the first.
      'idempotency-key': flags.idempotencyKey ?? randomUUID(),
    },
    body: () => ReadableStream.from<Uint8Array>(chunksOf(bytes, progress)),
  });
  return answered(receiptSchema, answer);
}

const CHUNK_BYTES = 64 * 1024;

async function* chunksOf(bytes: Buffer, progress: Progress): AsyncGenerator<Uint8Array> {
  for (let sent = 0; sent < bytes.length; sent += CHUNK_BYTES) {
    progress.show(`Sending ${Math.floor((100 * sent) / bytes.length)} % of ${kilobytes(bytes.length)}`);
    yield bytes.subarray(sent, sent + CHUNK_BYTES);
  }
  progress.show('Waiting for the answer');
}

const kilobytes = (bytes: number) => `${Math.ceil(bytes / 1024).toLocaleString('en-US')} KiB`;

async function analysed(
  server: Server,
  receipt: ReceiptJson,
  waitSeconds: number,
  progress: Progress,
): Promise<SnapshotJson> {
  const started = Date.now();
  const left = () => waitSeconds - (Date.now() - started) / 1000;
  while (left() > 0) {
    progress.show(`Analysing ${receipt.objectCount} objects (${Math.round((Date.now() - started) / 1000)} s)`);
    const wait = String(Math.ceil(Math.min(left(), LONGEST_WAIT_SECONDS, 5)));
    const path = `/v1/snapshots/${encodeURIComponent(receipt.id)}`;
    const snapshot = answered(snapshotSchema, await server.send({ method: 'GET', path, query: { wait } }));
    if (snapshot.analysis.state === 'DONE' || snapshot.analysis.state === 'FAILED') return snapshot;
    await delay(100);
  }
  progress.clear();
  throw new CommandError(
    EXIT.INCOMPLETE,
    `Snapshot ${receipt.id} is stored but not analysed after ${waitSeconds} s; ${server.linkTo(receipt.url)} will tell.`,
  );
}

function textOf(snapshot: ReceiptJson | SnapshotJson, server: Server, { dashboard }: UploadFlags): string {
  const { cluster, sequence, objectCount, skippedCount, analysis, url } = snapshot;
  const counts = 'findingCounts' in analysis ? analysis.findingCounts : null;
  const site = dashboard ?? process.env.WAYMARK_DASHBOARD;
  return [
    `Snapshot ${sequence} of ${cluster}: ${objectCount} objects, ${skippedCount} skipped.`,
    ...(counts ? [`Open findings: ${counts.error} errors, ${counts.warning} warnings, ${counts.info} notes.`] : []),
    site ? `${site.replace(/\/+$/, '')}/clusters/${cluster}` : server.linkTo(url),
    '',
  ].join('\n');
}
