import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

// What the test files of one run share stands in one folder. tools/test-postgres.mjs removes it after the run.

const SERVER_SCRIPT = fileURLToPath(new URL('../../../../tools/test-postgres.mjs', import.meta.url));
const LONGEST_WAIT_MS = 60_000;

/** The process that runs all tests (tools/jest.mjs says which); a test run started otherwise is on its own. */
const runPid = Number(process.env['WAYMARK_TEST_RUN'] ?? process.pid);

/** The folder of this run. The first test file to ask makes it, and starts what watches over it. */
export function runFolder(): string {
  const folder = join(tmpdir(), `waymark-test-${runPid}`);
  try {
    mkdirSync(folder);
  } catch {
    return folder; // another test file was first
  }
  spawn(process.execPath, [SERVER_SCRIPT, folder, String(runPid)], { detached: true, stdio: 'ignore' }).unref();
  return folder;
}

/** The URL of a PostgreSQL server where databases may be created. */
export async function serverUrl(): Promise<string> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given) return given;
  const file = join(runFolder(), 'server.json');
  await until(() => existsSync(file), 'PostgreSQL for the tests did not start');
  const { url, error } = JSON.parse(readFileSync(file, 'utf8')) as { url?: string; error?: string };
  if (url === undefined) throw new Error(error);
  return url;
}

/** Makes a file of the run once, whichever test file needs it first. */
export async function onceForRun(name: string, make: () => Promise<Uint8Array>): Promise<Buffer> {
  const file = join(runFolder(), name);
  const lock = `${file}.lock`;
  if (!existsSync(file) && takes(lock)) {
    try {
      writeFileSync(`${file}.new`, await make());
      renameSync(`${file}.new`, file);
    } finally {
      rmdirSync(lock);
    }
  }
  await until(() => existsSync(file), `${name} for the tests was not made`);
  return readFileSync(file);
}

function takes(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    return false;
  }
}

async function until(holds: () => boolean, otherwise: string): Promise<void> {
  const deadline = Date.now() + LONGEST_WAIT_MS;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`${otherwise} within ${LONGEST_WAIT_MS / 1000} seconds.`);
    await sleep(50);
  }
}
