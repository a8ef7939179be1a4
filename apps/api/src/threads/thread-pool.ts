import { availableParallelism } from 'node:os';
import { Tinypool } from 'tinypool';

/** Compiled also when the rest runs from its sources (in tests): a thread cannot load TypeScript. */
const COMPILED = new URL('../../dist/', import.meta.url);
/** A snapshot of 100,000 objects needs about 1 GB; one that needs more ends its thread, not the process. */
const THREAD_MEMORY_MB = 4096;

/**
 * Threads that start when there is work.
 *
 * @param file the compiled module that they run, e.g. `threads/engine-thread.js`
 * @param idleMs after so long without work a thread ends, with all that it keeps
 */
export const threadPool = (file: string, threads: number, idleMs = 30_000): Tinypool =>
  new Tinypool({
    filename: new URL(file, COMPILED).href,
    minThreads: 0,
    maxThreads: Math.min(threads, Math.max(availableParallelism(), 2)),
    idleTimeout: idleMs,
    resourceLimits: { maxOldGenerationSizeMb: THREAD_MEMORY_MB },
  });
