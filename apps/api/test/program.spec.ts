import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import type { ReceiptJson, SnapshotJson } from '@waymark/contract';
import { openDatabase, SnapshotRepository } from '@waymark/store';
import { forEachDatabase } from '@waymark/store/testing';
import { SHOP } from './manifests.js';
import { freePort, Program } from './program.js';
import { call, graphql, post } from './service.js';

const PATIENCE_MS = 120_000;
const folder = mkdtempSync(join(tmpdir(), 'waymark-program-'));
const started: Program[] = [];

async function start(environment: Record<string, string>, port?: number): Promise<Program> {
  const program = new Program(port ?? (await freePort()), { WAYMARK_DATA_DIR: folder, ...environment });
  started.push(program);
  return program;
}

afterEach(async () => {
  await Promise.all(started.splice(0).map((program) => program.end('SIGKILL')));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Many services, so that the analysis takes long enough to be interrupted. */
const large = (name: string): string => {
  const services = Array.from({ length: 3000 }, (_, at) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: `${name}-${at}`, namespace: 'shop' },
    spec: { selector: { app: `app-${at}` }, ports: [{ name: 'http', port: 80 }] },
  }));
  return services.map((service) => JSON.stringify(service)).join('\n');
};

describe('a start that cannot succeed is one clear sentence and exit code 1', () => {
  const faultOf = async (environment: Record<string, string>, port?: number) => {
    const program = await start(environment, port);
    return { code: await program.exit(), said: program.stderr };
  };

  it.each([
    [
      'WAYMARK_API_PORT',
      '70000',
      'The environment variable WAYMARK_API_PORT must be a whole number from 0 to 65535.\n',
    ],
    ['WAYMARK_API_PORT', 'http', 'The environment variable WAYMARK_API_PORT must be a whole number from 0 to 65535.\n'],
    ['DATABASE_URL', 'mysql://x', 'The environment variable DATABASE_URL must begin with postgresql:// or pglite:.\n'],
    ['WAYMARK_ROLE', 'both', 'The environment variable WAYMARK_ROLE must be all, api or worker.\n'],
    ['WAYMARK_ADMIN_TOKEN', 'secret', expect.stringMatching(/^The environment variable WAYMARK_ADMIN_TOKEN must be/)],
    ['WAYMARK_MAX_BODY_BYTES', '-1', expect.stringContaining('WAYMARK_MAX_BODY_BYTES must be a whole number')],
  ])(
    'when %s is %s',
    async (name, value, sentence) => {
      expect(await faultOf({ [name]: value })).toEqual({ code: 1, said: sentence });
    },
    PATIENCE_MS,
  );

  it(
    'when a role needs a server and there is none',
    async () => {
      const { code, said } = await faultOf({ WAYMARK_ROLE: 'worker' });
      expect([code, said]).toEqual([
        1,
        expect.stringContaining('WAYMARK_ROLE=worker needs a PostgreSQL server in DATABASE_URL'),
      ]);
    },
    PATIENCE_MS,
  );

  it(
    'when the database does not answer',
    async () => {
      const { code, said } = await faultOf({
        DATABASE_URL: `postgresql://nobody:hidden@127.0.0.1:${await freePort()}/none`,
      });
      expect([code, lines(said)]).toEqual([1, [expect.stringContaining('The database does not answer')]]);
      expect(said).not.toContain('hidden');
    },
    PATIENCE_MS,
  );

  it(
    'when the port is in use',
    async () => {
      const other = createServer().listen(0, '127.0.0.1');
      await once(other, 'listening');
      const address = other.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      const { code, said } = await faultOf({ DATABASE_URL: 'pglite:memory://' }, port);
      other.close();
      expect([code, lines(said)]).toEqual([
        1,
        [`Port ${port} on 127.0.0.1 is in use: stop the process that has it, or set WAYMARK_API_PORT to another port.`],
      ]);
    },
    PATIENCE_MS,
  );

  it(
    'when another process has the data folder',
    async () => {
      const first = await (await start({})).ready();
      const { code, said } = await faultOf({});
      expect([code, lines(said)]).toEqual([
        1,
        [expect.stringMatching(/^The data folder .*pg is in use by process \d+\. /)],
      ]);
      expect(await first.end()).toBe(0);
    },
    PATIENCE_MS,
  );

  it(
    'when it should listen elsewhere without a token',
    async () => {
      const { code, said } = await faultOf({ WAYMARK_API_HOST: '0.0.0.0', DATABASE_URL: 'pglite:memory://' });
      expect([code, lines(said)]).toEqual([
        1,
        [expect.stringMatching(/^No token is configured, so Waymark listens on 127/)],
      ]);
    },
    PATIENCE_MS,
  );
});

it(
  'ends cleanly on a signal, and keeps what it has',
  async () => {
    const first = await (await start({})).ready();
    const { body } = await post<ReceiptJson>(`${first.url}/v1/clusters/kept/snapshots`, SHOP);
    expect(await first.end('SIGTERM')).toBe(0);
    const second = await (await start({})).ready();
    const { body: snapshot } = await call<SnapshotJson>(second.url + body.analysis.url);
    expect(snapshot).toMatchObject({ cluster: 'kept', analysis: { state: 'DONE' } });
    expect(await second.end('SIGINT')).toBe(0);
  },
  PATIENCE_MS,
);

forEachDatabase((_, { freshUrl, kind }) => {
  it(
    'takes up queued and running analyses again after it was killed',
    async () => {
      const environment = { DATABASE_URL: await freshUrl(), WAYMARK_CONCURRENT_ANALYSES: '1' };
      const first = await (await start(environment)).ready();
      const receipts: ReceiptJson[] = [];
      for (const name of ['one', 'two', 'three']) {
        const url = `${first.url}/v1/clusters/${name}/snapshots`;
        receipts.push((await post<ReceiptJson>(url, large(name), { 'content-type': 'application/x-ndjson' })).body);
      }
      await first.end('SIGKILL');
      const second = await (await start(environment)).ready();
      expect(second.stderr).toContain('analyses wait from before');
      for (const { analysis, cluster } of receipts) {
        const { body } = await call<SnapshotJson>(second.url + analysis.url);
        expect(body).toMatchObject({ cluster, objectCount: 3000, analysis: { state: 'DONE', error: null } });
      }
      expect(await second.end()).toBe(0);
    },
    PATIENCE_MS,
  );

  it(
    'shows an analysis that fails, with its reason, in REST and in GraphQL',
    async () => {
      const environment = { DATABASE_URL: await freshUrl() };
      const first = await (await start(environment)).ready();
      const { body } = await post<ReceiptJson>(`${first.url}/v1/clusters/broken/snapshots`, SHOP);
      expect((await call<SnapshotJson>(first.url + body.analysis.url)).body.analysis.state).toBe('DONE');
      expect(await first.end()).toBe(0);
      const id = await damage(environment.DATABASE_URL);
      const second = await (await start(environment)).ready();
      const { body: snapshot } = await call<SnapshotJson>(`${second.url}/v1/snapshots/${id}?wait=60`);
      expect(snapshot.analysis).toMatchObject({ state: 'FAILED', error: expect.stringContaining('layout') });
      const query = 'query ($id: ID!) { snapshot(id: $id) { analysis { state error } } }';
      const { body: answer } = await graphql(second, query, { id });
      expect(answer.data).toMatchObject({
        snapshot: { analysis: { state: 'FAILED', error: snapshot.analysis.error } },
      });
    },
    PATIENCE_MS,
  );

  if (kind === 'postgresql') {
    it(
      'analyses in a worker of its own what another process received',
      async () => {
        const DATABASE_URL = await freshUrl();
        const api = await (await start({ DATABASE_URL, WAYMARK_ROLE: 'api' })).ready();
        const { body } = await post<ReceiptJson>(`${api.url}/v1/clusters/apart/snapshots`, SHOP);
        expect((await call<SnapshotJson>(api.url + body.url)).body.analysis.state).toBe('QUEUED');
        const worker = await start({ DATABASE_URL, WAYMARK_ROLE: 'worker' });
        expect((await call<SnapshotJson>(api.url + body.analysis.url)).body.analysis.state).toBe('DONE');
        const { body: next } = await post<ReceiptJson>(`${api.url}/v1/clusters/later/snapshots`, SHOP);
        expect((await call<SnapshotJson>(api.url + next.analysis.url)).body.analysis.state).toBe('DONE');
        expect(await worker.end()).toBe(0);
        expect(await api.end()).toBe(0);
      },
      PATIENCE_MS,
    );
  }
});

const lines = (text: string): string[] =>
  text
    .trimEnd()
    .split('\n')
    .filter((line) => !line.startsWith('{'));

/** Stores a snapshot whose places belong to other objects. @returns its id */
async function damage(url: string): Promise<string> {
  const database = await openDatabase(url);
  try {
    const receipt = await new SnapshotRepository(database).receive('broken', {
      uploadId: 'damaged',
      bodyDigest: new Uint8Array(32),
      content: { objects: [], digest: new Uint8Array(32) },
      layout: new Uint8Array([0]),
      skipped: [],
      source: { repository: null, commit: null, ref: null, run: null },
      capturedAt: null,
      istioVersion: null,
      engineVersion: 'damaged',
      createCluster: false,
    });
    return Buffer.from(`Snapshot:${receipt.snapshotId}`).toString('base64url');
  } finally {
    await database.close();
  }
}
