// Child processes of the commands in this folder: each leads its own process group, so that ending it also ends what it
// started in turn (npm starts a shell, nx starts workers).
import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

const running = new Set();

/** Starts a program as the leader of a new process group. `options` are those of `child_process.spawn`. */
export function startGroup(command, args, options = {}) {
  const child = spawn(command, args, { ...options, detached: true });
  running.add(child);
  child.once('exit', () => running.delete(child));
  child.once('error', () => running.delete(child));
  return child;
}

/** Runs a program to its end; answers its exit code (128 when a signal ended it). */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = startGroup(command, args, options);
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 128));
  });
}

/** Asks the whole group to end, and ends it by force when it has not after `graceMs`. */
export async function endGroup(child, graceMs = 10_000) {
  signalGroup(child, 'SIGTERM');
  for (const deadline = Date.now() + graceMs; Date.now() < deadline && groupLives(child);) await delay(50);
  signalGroup(child, 'SIGKILL');
}

let ending = false;

/** Whether this process ends its children now: what they say about that is of no interest. */
export const isEnding = () => ending;

/** Ends every group that is still running. */
export async function endAll() {
  ending = true;
  await Promise.all([...running].map((child) => endGroup(child)));
}

/**
 * From now on a signal ends the children first, then this process with the usual exit code.
 * Answers the function that takes this back.
 */
export function endChildrenOnSignals() {
  const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
  const onSignal = async (signal) => {
    if (ending) return;
    await endAll();
    process.exit(exitCodes[signal]);
  };
  for (const signal of Object.keys(exitCodes)) process.on(signal, onSignal);
  const stopWatching = onParentGone(() => onSignal('SIGTERM'));
  return () => {
    stopWatching();
    for (const signal of Object.keys(exitCodes)) process.off(signal, onSignal);
  };
}

/**
 * npm hands a signal to its shell, which ends without telling the program that it runs. So a program that npm runs ends
 * too when its parent is gone; one that was started by hand may outlive its shell (nohup). Answers what stops the watch.
 */
export function onParentGone(end) {
  if (process.env.npm_lifecycle_event === undefined) return () => {};
  const parent = process.ppid;
  const timer = setInterval(() => process.ppid !== parent && end(), 500).unref();
  return () => clearInterval(timer);
}

const groupLives = (child) => signalGroup(child, 0);

function signalGroup(child, signal) {
  try {
    return child.pid !== undefined && process.kill(-child.pid, signal);
  } catch {
    return false; // the group is gone
  }
}
