#!/usr/bin/env node
// Stands in for Prisma's schema-engine binary, which Prisma would download for every command. It speaks the same
// JSON-RPC over stdin and stdout, backed by @prisma/schema-engine-wasm and a driver adapter, and works offline.
// prisma.config.ts names it in PRISMA_SCHEMA_ENGINE_BINARY. Only development uses it: the product brings its own
// migration runner (libs/store/src/migrate.ts).
import { readFileSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import readline from 'node:readline';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { adapterFor, connect, createOrDropDatabase } from './schema-engine-database.mjs';

const require = createRequire(import.meta.url);
const argv = process.argv.slice(2);
const valuesOf = (flag) => argv.flatMap((word, index) => (word === flag ? [argv[index + 1]] : []));
const url = JSON.parse(valuesOf('--datasource')[0] ?? '{}').url ?? '';

if (argv.includes('--version') || argv.includes('-V')) {
  console.log(`schema-engine-wasm ${require('@prisma/schema-engine-wasm/package.json').version}`);
} else if (argv.includes('cli')) {
  await runCommand(argv[argv.indexOf('cli') + 1]);
} else {
  await serve();
}

/** can-connect-to-database, create-database or drop-database: the answer is the exit code. */
async function runCommand(command) {
  log('INFO', { message: 'starting schema engine CLI' }); // the Prisma CLI skips the first line of stderr
  try {
    await (command === 'can-connect-to-database' ? connect(url) : createOrDropDatabase(url, command));
    process.exit(0);
  } catch (error) {
    const missing = /DatabaseDoesNotExist|does not exist|3D000/.test(
      `${error.message} ${error.code} ${error.cause?.kind}`,
    );
    log('ERROR', {
      message: error.message || error.cause?.kind || String(error),
      error_code: missing ? 'P1003' : 'P1001',
    });
    process.exit(1);
  }
}

/** Answers requests one by one, in order, until stdin ends. */
async function serve() {
  const wasm = await loadWasm();
  const datamodels = valuesOf('--datamodels').map((path) => [path, readFileSync(path, 'utf8')]);
  let engine;
  const engineOnce = async () =>
    (engine ??= await wasm.SchemaEngine.new(
      { datamodels: datamodels.length > 0 ? datamodels : undefined },
      () => {},
      bindMigrationAwareSqlAdapterFactory(await adapterFor(url)),
    ));
  let turn = Promise.resolve();
  const input = readline.createInterface({ input: process.stdin });
  input.on('line', (line) => {
    turn = turn
      .then(() => answer(JSON.parse(line), engineOnce))
      .catch((error) => log('ERROR', { message: String(error) }));
  });
  input.on('close', () => turn.finally(() => process.exit(0)));
}

async function loadWasm() {
  const folder = require.resolve('@prisma/schema-engine-wasm').replace(/[^/]+$/, '');
  const glue = await import(`${folder}schema_engine_bg.js`);
  const { instance } = await WebAssembly.instantiate(readFileSync(`${folder}schema_engine_bg.wasm`), {
    './schema_engine_bg.js': glue,
  });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return glue;
}

async function answer({ id, method, params }, engineOnce) {
  if (!method) return; // an answer of the CLI to one of our own notifications
  try {
    const result = await call(await engineOnce(), method, params);
    if (method === 'diff' && result?.stdout) send({ id: 1e6, method: 'print', params: { content: result.stdout } });
    send({ id, result: result ?? {} });
  } catch (error) {
    const message = error.message ?? String(error);
    const data = { is_panic: false, message, error_code: error.code, meta: error.meta };
    send({ id, error: { code: 4466, message, data } }); // 4466: the code that the CLI reads as a user-facing error
  }
}

function call(engine, method, params) {
  if (method === 'createDatabase') return { databaseName: '' }; // done by `cli create-database`
  if (method === 'getDatabaseVersion') return engine.version(params); // the one name that differs
  return engine[method](method === 'debugPanic' ? undefined : params);
}

function send(message) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
}

/** writeSync, because the process may exit right after. */
function log(level, fields) {
  const line = { timestamp: new Date().toISOString(), level, fields, target: 'schema_engine::logger' };
  writeSync(2, `${JSON.stringify(line)}\n`);
}
