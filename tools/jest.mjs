// Runs Jest for the project in the current folder. Nest, Apollo, pg-boss and PGlite are ES modules,
// so Jest needs Node's VM modules; a launcher instead of NODE_OPTIONS keeps this portable.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const config = new URL('./jest.config.mjs', import.meta.url).pathname;
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
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit' },
);
process.exit(status ?? 1);
