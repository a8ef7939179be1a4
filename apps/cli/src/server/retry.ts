import { setTimeout as delay } from 'node:timers/promises';

/** A failure that may pass: the same request may be sent again, after `waitMs` when the server named a time. */
export class Passing extends Error {
  constructor(
    message: string,
    readonly waitMs?: number,
  ) {
    super(message);
  }
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/** Tries again while `attempt` throws `Passing`, each time after about twice the wait; throws the last failure. */
export async function withRetries<Result>(
  retries: number,
  attempt: () => Promise<Result>,
  onWait: (failure: Passing, waitMs: number) => void,
): Promise<Result> {
  for (let tried = 0; ; tried += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Passing) || tried >= retries) throw error;
      const waitMs = error.waitMs ?? Math.min(FIRST_WAIT_MS * 2 ** tried, LONGEST_WAIT_MS) * (0.75 + Math.random() / 2);
      onWait(error, waitMs);
      await delay(Math.min(waitMs, 2 * LONGEST_WAIT_MS));
    }
  }
}
