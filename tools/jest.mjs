// Runs Jest for the project in the current folder. Nest, Apollo, pg-boss and PGlite are ES modules,
// so Jest needs Node's VM modules; a launcher instead of NODE_OPTIONS keeps this portable.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';

const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const config = new URL('./jest.config.mjs', import.meta.url).pathname;
// The whole project's results, for `npm run verify`; a run of some tests alone does not overwrite them.
const given = process.argv.slice(2);
const results = given.length === 0 ? ['--json', '--outputFile=test-results/jest.json'] : [];
if (results.length > 0) mkdirSync('test-results', { recursive: true }); // Jest does not make the folder
const { status } = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--no-warnings',
    jest,
    '--config',
    config,
    '--rootDir',
    process.cwd(),
    ...results,
    ...given,
  ],
  // Names the run: what its tests share (a PostgreSQL server) ends with this process.
  { stdio: 'inherit', env: { ...process.env, WAYMARK_TEST_RUN: String(process.pid) } },
);
process.exit(status ?? 1);
