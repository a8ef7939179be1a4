import { beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { opened, openDatabase, type Database } from './database.js';
import { forEachDatabase } from './testing/index.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const PRISMA = createRequire(import.meta.url).resolve('prisma/build/index.js');
const PRISMA_TIMEOUT_MS = 120_000;

/** Prisma's own command line, which must not reach for the network: proxies that lead nowhere. */
function prisma(args: string[], env: Record<string, string> = {}): { status: number | null; output: string } {
  const nowhere = { HTTP_PROXY: 'http://127.0.0.1:9', HTTPS_PROXY: 'http://127.0.0.1:9' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [PRISMA, ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, DATABASE_URL: 'pglite:memory://', ...nowhere, ...env },
  });
  return { status, output: stdout + stderr };
}

const diff = (schema: string) =>
  prisma(['migrate', 'diff', '--from-migrations', 'prisma/migrations', '--to-schema', schema, '--exit-code']);

describe('prisma/schema.prisma', () => {
  it(
    'is valid, without a download',
    () => {
      expect(prisma(['validate'])).toMatchObject({ status: 0 });
    },
    PRISMA_TIMEOUT_MS,
  );

  it(
    'says what the migrations make',
    () => {
      expect(diff('prisma/schema.prisma')).toMatchObject({ status: 0 });
    },
    PRISMA_TIMEOUT_MS,
  );

  it(
    'is seen to differ when a column or an index has no migration',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'waymark-schema-'));
      const drifted = join(folder, 'schema.prisma');
      const schema = readFileSync(join(ROOT, 'prisma/schema.prisma'), 'utf8');
      const withColumn = schema.replace('receivedAt  ', 'forgotten     String?\n  receivedAt  ');
      writeFileSync(drifted, withColumn.replace('@@index([clusterId, analysis])', ''));
      const { status, output } = diff(drifted);
      rmSync(folder, { recursive: true });
      expect(status).toBe(2);
      expect(output).toContain('Added column `forgotten`');
      expect(output).toContain('Removed index on columns (cluster_id, analysis)');
    },
    PRISMA_TIMEOUT_MS,
  );
});

forEachDatabase((open, { freshUrl }) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  }, 60_000);

  it(
    'is in the state that Prisma itself calls up to date after our own migration runner',
    async () => {
      const url = await freshUrl();
      await (await openDatabase(url)).close();
      const { status, output } = prisma(['migrate', 'status'], { DATABASE_URL: url });
      expect(output).toContain('up to date');
      expect(status).toBe(0);
    },
    PRISMA_TIMEOUT_MS,
  );

  it('leads every key of a table that belongs to a cluster with cluster_id, so that it can be distributed', async () => {
    const keys = await opened(database).prisma.$queryRaw<{ key: string; columns: string[] }[]>`
      SELECT con.conname::text AS key,
        array(SELECT a.attname::text FROM unnest(con.conkey) WITH ORDINALITY AS k (attnum, place)
          JOIN pg_attribute a ON a.attrelid = con.conrelid AND a.attnum = k.attnum ORDER BY k.place) AS columns
      FROM pg_constraint con JOIN pg_attribute c ON c.attrelid = con.conrelid AND c.attname = 'cluster_id'
      WHERE con.contype IN ('p', 'u')`;
    expect(keys.length).toBeGreaterThan(6);
    expect(keys.filter(({ columns }) => columns[0] !== 'cluster_id')).toEqual([]);
  });

  it('orders all text by its bytes, so that every database lists in the same order', async () => {
    const columns = await opened(database).prisma.$queryRaw<{ column: string; collation: string | null }[]>`
      SELECT table_name || '.' || column_name AS column, collation_name::text AS collation
      FROM information_schema.columns
      WHERE table_schema = 'public' AND table_name <> '_prisma_migrations' AND data_type = 'text'`;
    expect(columns.length).toBeGreaterThan(30);
    expect(columns.filter(({ collation }) => collation !== 'C')).toEqual([]);
  });
});
