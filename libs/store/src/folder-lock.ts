import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseFolderLocked } from './errors.js';

/** A process, told apart from a later one that got the same pid (in a container, pids are the same after each start). */
interface Owner {
  readonly pid: number;
  readonly started: string;
}

/**
 * Keeps a second process out of a PGlite folder: PGlite takes no lock of its own, and two writers destroy the data.
 * The lock is a file beside the folder that names its process; the file of a process that is gone is taken over.
 * @returns the function that gives the folder free
 * @throws DatabaseFolderLocked
 */
export function lockFolder(folder: string): () => void {
  const file = `${folder}.lock`;
  mkdirSync(dirname(folder), { recursive: true });
  const own: Owner = { pid: process.pid, started: startOf(process.pid) };
  while (!createLock(file, own)) {
    const owner = ownerOf(file);
    if (owner !== null && isAlive(owner)) throw new DatabaseFolderLocked(folder, owner.pid);
    rmSync(file, { force: true });
  }
  const release = () => {
    process.off('exit', release);
    if (ownerOf(file)?.pid === process.pid) rmSync(file, { force: true });
  };
  process.on('exit', release); // also when the process ends without closing the database
  return release;
}

/** false when the file is there already: `wx` makes the look and the creation one step. */
function createLock(file: string, { pid, started }: Owner): boolean {
  try {
    const handle = openSync(file, 'wx');
    writeSync(handle, `${pid} ${started}\n`);
    closeSync(handle);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** null when the file is gone or names nobody (its writer died between creating and writing it). */
function ownerOf(file: string): Owner | null {
  const [pid, started] = read(file).trim().split(' ');
  return pid ? { pid: Number(pid), started: started ?? '' } : null;
}

function isAlive({ pid, started }: Owner): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false; // EPERM: alive, but of another user
  }
  return startOf(pid) === started;
}

/** Start time in clock ticks since boot (field 22 of proc_pid_stat(5)); '' where there is no /proc. */
function startOf(pid: number): string {
  const stat = read(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
