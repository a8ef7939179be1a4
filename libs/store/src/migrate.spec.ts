import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { openDatabase } from './database.js';
import {
  DatabaseTooNew,
  DatabaseUnreachable,
  InvalidDatabaseUrl,
  MigrationChanged,
  MigrationFailed,
} from './errors.js';
import { forEachDatabase } from './testing/index.js';

forEachDatabase((open, { kind, freshUrl }) => {
  it('a database that is opened again needs no migration', async () => {
    const url = await freshUrl();
    for (let time = 0; time < 2; time += 1) {
      const database = await openDatabase(url);
      await database.ping();
      await database.close();
    }
  }, 60_000);

  if (kind === 'pglite') return;

  const onDatabase = async (url: string, statement: string) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query(statement);
    await client.end();
    return rows as unknown[];
  };

  it('processes that start together migrate once', async () => {
    const url = await freshUrl();
    const opened = await Promise.all([1, 2, 3].map(() => openDatabase(url)));
    const rows = await onDatabase(url, 'SELECT migration_name FROM _prisma_migrations');
    await Promise.all(opened.map((database) => database.close()));
    expect(new Set(rows.map((row) => JSON.stringify(row))).size).toBe(rows.length);
  }, 60_000);

  it('a migration that fails leaves nothing behind and says which it was', async () => {
    const url = await freshUrl();
    await onDatabase(url, 'CREATE TABLE finding_version (in_the_way int)');
    await expect(openDatabase(url)).rejects.toThrow(MigrationFailed);
    expect(await onDatabase(url, "SELECT 1 FROM pg_tables WHERE tablename = 'cluster'")).toEqual([]);
    await onDatabase(url, 'DROP TABLE finding_version');
    await (await openDatabase(url)).close();
  }, 60_000);

  it('a database of another release is refused, and it is said what to do', async () => {
    const url = await freshUrl();
    await (await openDatabase(url)).close();
    await onDatabase(url, "UPDATE _prisma_migrations SET checksum = 'other'");
    await expect(openDatabase(url)).rejects.toThrow(MigrationChanged);
    await onDatabase(url, "UPDATE _prisma_migrations SET migration_name = '29990101000000_future'");
    await expect(openDatabase(url)).rejects.toThrow(DatabaseTooNew);
  }, 60_000);
});

describe('a database that cannot be opened', () => {
  it('is told by its URL, without the password', async () => {
    const error: unknown = await openDatabase('mysql://me:secret@host/db').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InvalidDatabaseUrl);
    expect(String(error)).toContain('postgresql://');
    expect(String(error)).not.toContain('secret');
  });

  it('is told when no server answers', async () => {
    await expect(openDatabase('postgresql://me:secret@127.0.0.1:9/db')).rejects.toThrow(DatabaseUnreachable);
  });
});
