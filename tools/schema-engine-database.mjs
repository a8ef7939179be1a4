// The databases that tools/schema-engine.mjs can work on: PGlite (`pglite:DIR`, `pglite:memory://`) and PostgreSQL.

/** A driver adapter for the schema engine. The packages are loaded when needed: most commands touch one of the two. */
export async function adapterFor(url) {
  return url.startsWith('pglite:') ? pgliteAdapter(url.slice('pglite:'.length)) : postgresAdapter(new URL(url));
}

/** Resolves when the database answers. */
export async function connect(url) {
  const connection = await (await adapterFor(url)).connect();
  await connection.executeScript('SELECT 1');
  await connection.dispose();
}

/** PGlite makes its folder by itself; on PostgreSQL the `postgres` database is asked. */
export async function createOrDropDatabase(url, command) {
  if (url.startsWith('pglite:')) return;
  const { default: pg } = await import('pg');
  const server = new URL(url);
  const name = decodeURIComponent(server.pathname.slice(1));
  server.pathname = '/postgres';
  const client = new pg.Client(server.toString());
  await client.connect();
  const verb = command === 'create-database' ? 'CREATE' : 'DROP';
  await client.query(`${verb} DATABASE ${pg.escapeIdentifier(name)}`);
  await client.end();
}

async function pgliteAdapter(folder) {
  const { PGlite } = await import('@electric-sql/pglite');
  const { PrismaPGlite } = await import('pglite-prisma-adapter');
  return new PrismaPGlite(new PGlite(folder));
}

async function postgresAdapter(url) {
  await readCharAsText();
  const { PrismaPg } = await import('@prisma/adapter-pg');
  const option = (name) => url.searchParams.get(name) ?? undefined;
  // Spelled out, because a connectionString would win over the name of the shadow database.
  const adapter = new PrismaPg(
    {
      host: decodeURIComponent(url.hostname) || option('host'),
      port: Number(url.port || 5432),
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
      database: decodeURIComponent(url.pathname.slice(1)),
      ssl: /require|verify/.test(option('sslmode') ?? '') ? true : undefined,
    },
    { schema: option('schema') },
  );
  // The shadow database is an in-memory PGlite, so it needs neither CREATEDB nor a second server.
  adapter.connectToShadowDb = async () => (await pgliteAdapter('memory://')).connect();
  return adapter;
}

/** @prisma/adapter-pg 7.10 has no mapping for pg_catalog's "char" (oid 18), which the engine reads: take it as text (25). */
async function readCharAsText() {
  const { default: pg } = await import('pg');
  const original = pg.Query.prototype.handleRowDescription;
  pg.Query.prototype.handleRowDescription = function (message) {
    for (const field of message.fields) if (field.dataTypeID === 18) field.dataTypeID = 25;
    return original.call(this, message);
  };
}
