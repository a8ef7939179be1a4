import type { PGlite } from '@electric-sql/pglite';
import { parseDatabaseUrl } from './database-url.js';
import { type Prisma, type PrismaClient } from './generated/prisma/client.js';
import { openPglite } from './pglite.js';
import { openPostgres } from './postgres.js';
import type { Presence } from './presence.js';

/** An open, migrated database. Hand it to the repositories; nothing else can be asked of it. */
export interface Database {
  readonly kind: 'pglite' | 'postgresql';
  /** How the queue library gets its own access to the same database. */
  readonly queue: QueueAccess;
  /** Rejects when the database does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** PGlite is one connection in this process, so a queue must share it; PostgreSQL gives it connections of its own. */
export type QueueAccess =
  | { readonly kind: 'pglite'; readonly lite: PGlite }
  | { readonly kind: 'postgresql'; readonly connectionString: string };

export interface OpenedDatabase {
  readonly prisma: PrismaClient;
  readonly presence: Presence;
  readonly queue: QueueAccess;
  close(): Promise<void>;
}

/** What reads need: a transaction or the client itself. */
export type Reader = Pick<Prisma.TransactionClient, '$queryRaw'>;

const openedByDatabase = new WeakMap<Database, OpenedDatabase>();

/**
 * Opens `pglite:DIR`, `pglite:memory://` or `postgresql://…` and applies the migrations that it lacks.
 * @throws InvalidDatabaseUrl, DatabaseFolderLocked, DatabaseUnreachable, MigrationFailed, MigrationChanged, DatabaseTooNew
 */
export async function openDatabase(url: string): Promise<Database> {
  const target = parseDatabaseUrl(url);
  return target.kind === 'pglite'
    ? adopt(await openPglite(target.folder))
    : adopt(await openPostgres(target.connectionString));
}

/** The face of an opened database. */
export function adopt(opened: OpenedDatabase): Database {
  const database: Database = {
    kind: opened.queue.kind,
    queue: opened.queue,
    async ping() {
      await opened.prisma.$queryRaw`SELECT 1`;
    },
    close: () => opened.close(),
  };
  openedByDatabase.set(database, opened);
  return database;
}

/** For repositories only: the Prisma client never leaves this library. */
export function opened(database: Database): OpenedDatabase {
  const found = openedByDatabase.get(database);
  if (!found) throw new Error('This database was not opened by openDatabase.');
  return found;
}

/** Long enough for the first upload of a very large cluster; a transaction that hangs still ends. */
const TRANSACTION_TIMEOUT_MS = 300_000;
const WAIT_FOR_CONNECTION_MS = 60_000;

export function inTransaction<T>(
  prisma: PrismaClient,
  work: (transaction: Prisma.TransactionClient) => Promise<T>,
): Promise<T> {
  return prisma.$transaction(work, { timeout: TRANSACTION_TIMEOUT_MS, maxWait: WAIT_FOR_CONNECTION_MS });
}
