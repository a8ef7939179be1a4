import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const CLUSTER = '00000000-0000-4000-8000-000000000000';

/** A real PostgreSQL (that of TEST_DATABASE_URL, else the one that npm brings), or the embedded database without one. */
export async function openSource() {
  const { pgliteSource, postgresSource } = await import('../../libs/store/dist/testing/fresh-database.js');
  const postgres = { kind: 'PostgreSQL', ...postgresSource() };
  try {
    await (await postgres.open()).ping();
    return { ...postgres, openBare: () => openBare(postgres) };
  } catch (error) {
    console.log(`There is no PostgreSQL (${error.message}), so PGlite is measured.`);
    const pglite = { kind: 'PGlite', ...pgliteSource() };
    return { ...pglite, openBare: () => openBare(pglite) };
  }
}

/** An empty database of the same tables, written to by the driver alone: one statement for each table. */
async function openBare(source) {
  const { queue } = await source.open();
  const connection = queue.kind === 'pglite' ? queue.lite : await connect(queue.connectionString);
  await connection.query(`INSERT INTO cluster (id, name) VALUES ('${CLUSTER}', 'bench')`);
  return {
    write: (objects) => writeRows(connection, objects),
    close: async () => (queue.kind === 'pglite' ? undefined : connection.end()),
  };
}

async function connect(connectionString) {
  const fromStore = createRequire(new URL('../../libs/store/package.json', import.meta.url));
  const { default: pg } = await import(pathToFileURL(fromStore.resolve('pg')).href);
  const client = new pg.Client({ connectionString });
  await client.connect();
  return client;
}

async function writeRows(connection, objects) {
  const bodies = [
    ...new Map(objects.map(({ digest, json }) => [digest, `{"digest":"${digest}","body":${json}}`])).values(),
  ];
  const rows = objects.map(({ kind, namespace, name, group, digest }) => ({ kind, namespace, name, group, digest }));
  await connection.query('BEGIN');
  await connection.query(
    `INSERT INTO manifest (digest, body)
     SELECT decode(digest, 'hex'), body FROM json_to_recordset($1::json) AS row (digest text, body jsonb)`,
    [`[${bodies.join()}]`],
  );
  await connection.query(
    `INSERT INTO object_version (cluster_id, kind, namespace, name, api_group, valid_from, digest)
     SELECT '${CLUSTER}', kind, namespace, name, "group", 1, decode(digest, 'hex')
     FROM json_to_recordset($1::json) AS row (kind text, namespace text, name text, "group" text, digest text)`,
    [JSON.stringify(rows)],
  );
  await connection.query('COMMIT');
}
