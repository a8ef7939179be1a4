import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { root } from '../places.mjs';
import { isEnding, startGroup } from '../processes.mjs';
import { buildEnvironment } from '../ready.mjs';

export const logFolder = join(root, '.nx', 'verify');

/** Runs a program with its output in `log` (a stream) only. Answers its exit code. */
export function runInto(log, command, args, { cwd = root, environment = {} } = {}) {
  log.write(`$ ${command} ${args.join(' ')}\n`);
  return new Promise((resolve, reject) => {
    const env = { ...buildEnvironment, ...environment, FORCE_COLOR: '0' };
    const child = startGroup(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 128));
  });
}

/**
 * Runs one step to its end, whatever happens in it. `work(log)` answers the counted test cases of the step, `{ passed,
 * failed, notes }`, or nothing for a step that is one thing; it throws to say that the step failed as a whole.
 */
export async function takeStep(name, work) {
  mkdirSync(logFolder, { recursive: true });
  const logFile = join(logFolder, `${name.replaceAll(' ', '-')}.log`);
  const log = createWriteStream(logFile);
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  const ticker = setInterval(() => console.log(`        ${name} … ${Math.round(seconds())} s`), 30_000);
  let result;
  try {
    result = { passed: 1, failed: 0, notes: [], ...(await work(log)) };
  } catch (error) {
    log.write(`${error.stack}\n`);
    result = { passed: 0, failed: 1, notes: [error.message] };
  } finally {
    clearInterval(ticker);
    await new Promise((done) => log.end(done));
  }
  if (isEnding()) await new Promise(() => {}); // a signal came: no further step begins
  const cases = result.passed + result.failed;
  const counts = cases === 1 ? '' : `  ${result.passed} passed, ${result.failed} failed`;
  console.log(
    `${result.failed > 0 ? 'FAILED' : 'ok    '}  ${name.padEnd(16)} ${seconds().toFixed(1).padStart(7)} s${counts}`,
  );
  return { name, logFile, ...result };
}

/** For steps that are one program. */
export async function succeed(log, command, args, options) {
  const exitCode = await runInto(log, command, args, options);
  if (exitCode !== 0) throw new Error(`${command.split('/').at(-1)} ${args[0]} ended with ${exitCode}`);
}
