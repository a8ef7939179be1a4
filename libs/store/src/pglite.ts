import { mkdirSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import type { OpenedDatabase } from './database.js';
import { lockFolder } from './folder-lock.js';
import { PrismaClient } from './generated/prisma/client.js';
import { migrate } from './migrate.js';
import { Presence } from './presence.js';

/**
 * The embedded PostgreSQL, in this process; in memory when `folder` is null. `template` (PGlite.dumpDataDir) fills a
 * new one much faster than it is made from nothing.
 * @throws DatabaseFolderLocked
 */
export async function openPglite(folder: string | null, template?: Blob): Promise<OpenedDatabase> {
  const unlock = folder === null ? () => {} : lockFolder(folder);
  try {
    if (folder !== null) mkdirSync(folder, { recursive: true });
    const lite = await PGlite.create(folder ?? 'memory://', template && { loadDataDir: template });
    await prepare(lite);
    return adopt(lite, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

async function prepare(lite: PGlite): Promise<void> {
  await lite.exec("SET TIME ZONE 'UTC'"); // the adapter sends times in UTC without saying so
  await migrate({
    query: (sql, parameters) => lite.query(sql, [...(parameters ?? [])]),
    script: async (sql) => void (await lite.exec(sql)),
  });
}

function adopt(lite: PGlite, unlock: () => void): OpenedDatabase {
  const prisma = new PrismaClient({ adapter: new PrismaPGlite(lite) });
  // PGlite has one session, which lives exactly as long as the process.
  const presence = new Presence(async () => ({
    query: (sql, parameters) => lite.query(sql, [...parameters]),
    alive: () => !lite.closed,
    close: async () => {},
  }));
  const close = async () => {
    await prisma.$disconnect();
    await lite.close();
    unlock();
  };
  return { prisma, presence, queue: { kind: 'pglite', lite }, close };
}
