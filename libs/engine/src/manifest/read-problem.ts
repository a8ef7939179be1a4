import type { Skipped } from './manifest.js';

/** Ends the reading of one document; becomes a `Skipped` and never leaves this folder. */
export class ReadProblem extends Error {
  constructor(
    readonly reason: Skipped['reason'],
    message: string,
    /** Offset in the text or bytes being read, from which the line follows. */
    readonly position: number,
  ) {
    super(message);
  }
}
