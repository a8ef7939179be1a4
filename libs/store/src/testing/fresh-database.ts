import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { adopt, openDatabase, type Database } from '../database.js';
import { openPglite } from '../pglite.js';
import { onceForRun, runFolder, serverUrl } from './test-run.js';

/** Empty, migrated databases of one kind, removed again by `dispose`. */
export interface DatabaseSource {
  open(): Promise<Database>;
  /** For a process of its own: the URL of an empty database. */
  freshUrl(): Promise<string>;
  dispose(): Promise<void>;
}

export function pgliteSource(): DatabaseSource {
  const open: Database[] = [];
  const folders: string[] = [];
  return {
    async open() {
      const template = new Blob([new Uint8Array(await onceForRun('pglite.tar', makePgliteTemplate))]);
      const database = adopt(await openPglite(null, template));
      open.push(database);
      return database;
    },
    async freshUrl() {
      const folder = join(runFolder(), `pglite-${randomBytes(6).toString('hex')}`);
      folders.push(folder);
      return `pglite:${folder}`;
    },
    async dispose() {
      await Promise.all(open.map((database) => database.close()));
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function makePgliteTemplate(): Promise<Uint8Array> {
  const { queue, close } = await openPglite(null);
  if (queue.kind !== 'pglite') throw new Error('openPglite opened something else.');
  const dump = await queue.lite.dumpDataDir('none');
  await close();
  return new Uint8Array(await dump.arrayBuffer());
}

export function postgresSource(): DatabaseSource {
  const open: Database[] = [];
  const names: string[] = [];
  const freshUrl = async () => {
    const url = new URL(await serverUrl());
    const name = `waymark_test_${randomBytes(6).toString('hex')}`;
    await onServer(url, `CREATE DATABASE ${name}`);
    names.push(name);
    url.pathname = `/${name}`;
    return url.href;
  };
  return {
    async open() {
      const database = await openDatabase(await freshUrl());
      open.push(database);
      return database;
    },
    freshUrl,
    async dispose() {
      await Promise.all(open.map((database) => database.close()));
      if (names.length === 0) return;
      const url = new URL(await serverUrl());
      for (const name of names) await onServer(url, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function onServer(url: URL, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
