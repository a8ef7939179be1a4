// Makes a fresh clone ready for a command: Node version, packages, builds. Does nothing when all of it is current.
//   node tools/ready.mjs PROJECT…      (progress on stderr; exit code 1 when it could not)
// Needs nothing but Node itself: it runs before anything is installed.
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isBuilt, rememberBuilt } from './built.mjs';
import { root, stateFolder } from './places.mjs';
import { endChildrenOnSignals, isEnding, run } from './processes.mjs';
import { takeTurn } from './turn.mjs';

/** What `npm start` runs. */
export const startedProjects = ['@waymark/api', '@waymark/dashboard', 'waymark'];

const oldestNode = [20, 19];

/** Why a command could not start, in words for the person who typed it. */
export class NotReady extends Error {}

/** Settings that keep the build tools quiet, offline and without processes that outlive them. */
export const buildEnvironment = {
  ...process.env,
  NX_DAEMON: 'false',
  NX_TUI: 'false',
  NEXT_TELEMETRY_DISABLED: '1',
  CHECKPOINT_DISABLE: '1',
};

/** Installs what package-lock.json asks for and builds these projects (and what they stand on). Throws NotReady. */
export async function ready(projects = []) {
  checkNodeVersion(process.versions.node);
  if (isInstalled() && isBuilt(projects)) return;
  const release = await takeTurn(say);
  try {
    if (!isInstalled()) await install();
    if (!isBuilt(projects)) await build(projects);
  } finally {
    release();
  }
}

export function checkNodeVersion(version) {
  const [major, minor] = version.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  throw new NotReady(`Waymark needs Node ${oldestNode.join('.')} or newer, and this is Node ${version}.`);
}

/** Whether node_modules holds exactly what package-lock.json says; npm writes its own list there at the end. */
export function isInstalled() {
  const wanted = readLock('package-lock.json');
  const installed = readLock('node_modules/.package-lock.json');
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      path === '' || optional || (installed[path] && installed[path].version === version),
  );
}

function readLock(path) {
  try {
    return JSON.parse(readFileSync(join(root, path), 'utf8')).packages;
  } catch {
    return {};
  }
}

async function install() {
  await step('Installing packages', 'npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'], {
    hint: 'Is the package registry reachable? `npm ci` shows the whole story.',
  });
}

async function build(projects) {
  const nx = join(root, 'node_modules/.bin/nx');
  await step('Building', nx, ['run-many', '-t', 'build', '-p', projects.join(','), '--outputStyle=static'], {
    hint: 'The messages above say where.',
  });
  rememberBuilt(projects);
}

/** Runs one long program with a sign of life every ten seconds; its output is shown only when it fails. */
async function step(title, command, args, { hint }) {
  const started = Date.now();
  const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
  say(`${title} …`);
  const ticker = setInterval(() => say(`${title} … ${seconds()}`), 10_000);
  mkdirSync(stateFolder, { recursive: true });
  const log = join(stateFolder, `${title.split(' ')[0].toLowerCase()}.log`);
  const output = openSync(log, 'w');
  try {
    const exitCode = await run(command, args, { cwd: root, env: buildEnvironment, stdio: ['ignore', output, output] });
    if (exitCode !== 0) {
      if (!isEnding()) process.stderr.write(readFileSync(log, 'utf8'));
      throw new NotReady(
        `${title} failed (${command === 'npm' ? `npm ${args[0]}` : 'nx'} ended with ${exitCode}). ${hint}`,
      );
    }
  } finally {
    clearInterval(ticker);
    closeSync(output);
  }
  say(`${title}: done in ${seconds()}`);
}

export const say = (line) => process.stderr.write(`waymark: ${line}\n`);

/** For commands: makes ready, or says in one sentence why not and ends the process with `exitCode`. */
export async function readyOrExit(projects, exitCode = 1) {
  const stopWatching = endChildrenOnSignals();
  try {
    await ready(projects);
  } catch (error) {
    if (isEnding()) await new Promise(() => {}); // the signal decides how this process ends
    if (!(error instanceof NotReady)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(exitCode);
  } finally {
    stopWatching();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await readyOrExit(process.argv.slice(2));
}
