import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { DatabaseTooNew, MigrationChanged, MigrationFailed } from './errors.js';

/** What a migration needs of a driver: parameters for one statement, none for a script of several. */
export interface MigrationConnection {
  query(sql: string, parameters?: readonly unknown[]): Promise<{ rows: unknown[] }>;
  script(sql: string): Promise<void>;
}

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

const MIGRATIONS_FOLDER = new URL('../../../prisma/migrations/', import.meta.url);

/**
 * Applies prisma/migrations in Prisma's own bookkeeping, so that `prisma migrate status` agrees with it, without
 * shipping Prisma's command line. The caller keeps other processes out meanwhile.
 * @returns the names of the migrations that were applied now
 * @throws MigrationFailed, MigrationChanged, DatabaseTooNew
 */
export async function migrate(connection: MigrationConnection): Promise<string[]> {
  await connection.script(CREATE_BOOKKEEPING);
  const { rows } = await connection.query(
    'SELECT migration_name AS name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  );
  const appliedBefore = new Map(
    (rows as Pick<Migration, 'name' | 'checksum'>[]).map((row) => [row.name, row.checksum]),
  );
  const migrations = readMigrations();
  refuseForeign(appliedBefore, migrations);
  const pending = migrations.filter(({ name }) => !appliedBefore.has(name));
  for (const migration of pending) await apply(connection, migration);
  return pending.map(({ name }) => name);
}

function readMigrations(): Migration[] {
  return readdirSync(MIGRATIONS_FOLDER)
    .filter((name) => /^\d+_/.test(name))
    .sort()
    .map((name) => {
      const sql = readFileSync(new URL(`${name}/migration.sql`, MIGRATIONS_FOLDER), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

function refuseForeign(applied: ReadonlyMap<string, string>, migrations: readonly Migration[]): void {
  const known = new Map(migrations.map(({ name, checksum }) => [name, checksum]));
  for (const [name, checksum] of applied) {
    if (!known.has(name)) throw new DatabaseTooNew(name);
    if (known.get(name) !== checksum) throw new MigrationChanged(name);
  }
}

/** The migration and its line in the bookkeeping, or neither. */
async function apply(connection: MigrationConnection, { name, sql, checksum }: Migration): Promise<void> {
  const line = `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
    VALUES ('${randomUUID()}', '${checksum}', '${name}', now(), 1)`;
  try {
    await connection.script(`BEGIN;\n${sql}\n;${line};\nCOMMIT`);
  } catch (error) {
    await connection.script('ROLLBACK');
    throw new MigrationFailed(name, error);
  }
}

// As Prisma's schema engine creates it (schema-engine/connectors/sql-schema-connector, flavour/postgres).
const CREATE_BOOKKEEPING = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;
