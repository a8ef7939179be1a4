import { opened, type Database } from '../database.js';

/** How many rows each table of ours has. */
export async function rowCounts(database: Database): Promise<Record<string, number>> {
  const { prisma } = opened(database);
  const tables = await prisma.$queryRaw<{ name: string }[]>`
    SELECT tablename::text AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`;
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const [row] = await prisma.$queryRawUnsafe<{ count: number }[]>(`SELECT count(*)::int AS count FROM "${name}"`);
    counts[name] = row?.count ?? 0;
  }
  return counts;
}

/** The tables that grew, and by how much. */
export function growth(before: Record<string, number>, after: Record<string, number>): Record<string, number> {
  const tables = Object.keys(after).filter((table) => after[table] !== before[table]);
  return Object.fromEntries(tables.map((table) => [table, (after[table] ?? 0) - (before[table] ?? 0)]));
}
