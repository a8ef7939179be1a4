import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { root } from '../places.mjs';
import { startGroup } from '../processes.mjs';
import { NotReady } from '../ready.mjs';

const endWithParent = new URL('./end-with-parent.mjs', import.meta.url).href;
const LONGEST_START_MS = 120_000;

/** A running server. `ended` resolves with its exit code; `lines` is what it said until it was ready. */
export function startService(name, program, environment) {
  const child = startGroup(process.execPath, ['--import', endWithParent, program], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production', ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const service = { name, child, lines: [], isReady: false };
  const onLine = (line) => {
    if (service.isReady) process.stderr.write(`${name} | ${line}\n`);
    else service.lines.push(line);
  };
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', onLine);
  service.ended = new Promise((resolve) => child.once('close', (code) => resolve(code ?? 128)));
  return service;
}

/** Waits until the address answers with success. Throws NotReady, in the words of the service, when it ends before. */
export async function untilReady(service, address) {
  let exitCode;
  service.ended.then((code) => (exitCode = code));
  for (const deadline = Date.now() + LONGEST_START_MS; Date.now() < deadline; await delay(100)) {
    if (exitCode !== undefined)
      throw new NotReady(service.lines.join('\n') || `${service.name} ended with ${exitCode}.`);
    if (await answers(address)) {
      service.isReady = true;
      return;
    }
  }
  throw new NotReady([...service.lines, `${service.name} does not answer at ${address}.`].join('\n'));
}

async function answers(address) {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(5_000), redirect: 'manual' });
    await response.body?.cancel();
    return response.status < 400;
  } catch {
    return false;
  }
}
