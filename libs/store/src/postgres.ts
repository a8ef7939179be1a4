import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import type { OpenedDatabase } from './database.js';
import { DatabaseUnreachable } from './errors.js';
import { PrismaClient } from './generated/prisma/client.js';
import { migrate } from './migrate.js';
import { Presence, type PresenceSession } from './presence.js';

/** Any constant of our own: processes that start together migrate one after the other. */
const MIGRATION_LOCK = 7_726_354;
const POOL_SIZE = 10;

/** @throws DatabaseUnreachable, MigrationFailed, MigrationChanged, DatabaseTooNew */
export async function openPostgres(connectionString: string): Promise<OpenedDatabase> {
  await migrateAlone(connectionString);
  const pool = new pg.Pool({
    connectionString,
    max: POOL_SIZE,
    // The adapter sends times in UTC without saying so, whatever the time zone of the database. The pool waits for it.
    onConnect: (client) => client.query("SET TIME ZONE 'UTC'"),
  });
  pool.on('error', () => {}); // an idle connection was cut; the pool opens another when it needs one
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  const presence = new Presence(() => openPresence(connectionString));
  const close = async () => {
    await presence.close();
    await prisma.$disconnect();
    await pool.end();
  };
  return { prisma, presence, queue: { kind: 'postgresql', connectionString }, close };
}

async function migrateAlone(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  client.on('error', () => {}); // told by the query that it breaks
  try {
    await client.connect();
  } catch (error) {
    throw new DatabaseUnreachable(error);
  }
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await migrate({
      query: (sql, parameters) => client.query(sql, [...(parameters ?? [])]),
      script: async (sql) => void (await client.query(sql)),
    });
  } finally {
    await client.end(); // gives the lock free
  }
}

/** A connection of its own, so that nothing else ends it; a dead host is noticed within a minute. */
async function openPresence(connectionString: string): Promise<PresenceSession> {
  const client = new pg.Client({ connectionString, keepAlive: true });
  let alive = true;
  client.on('error', () => (alive = false));
  client.on('end', () => (alive = false));
  await client.connect();
  await client.query('SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3');
  return {
    query: (sql, parameters) => client.query(sql, [...parameters]),
    alive: () => alive,
    close: () => client.end().catch(() => {}),
  };
}
