// Builds the dashboard so that `node .next/standalone/apps/dashboard/server.js` is all that is needed to serve it.
import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));

run('graphql-codegen', '--config', 'codegen.ts', '--silent');
run('next', 'build');
// `output: standalone` leaves the browser's files out; without them a page would be served without its script.
cpSync(`${here}.next/static`, `${here}.next/standalone/apps/dashboard/.next/static`, { recursive: true });

function run(command, ...args) {
  const { status } = spawnSync('npx', ['--no-install', command, ...args], {
    cwd: here,
    stdio: 'inherit',
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
  });
  if (status !== 0) process.exit(status ?? 1);
}
