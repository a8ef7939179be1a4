import { randomInt } from 'node:crypto';

/** First key of the advisory locks by which processes show that they are alive; any constant of our own. */
export const PRESENCE_LOCKS = 0x77_61_79;

/** A session that belongs to one process for as long as it lives. */
export interface PresenceSession {
  query(sql: string, parameters: readonly unknown[]): Promise<unknown>;
  /** false once the connection is gone: the server has given its locks free by then. */
  alive(): boolean;
  close(): Promise<void>;
}

/**
 * Shows other processes that this one is alive, by an advisory lock whose key is the runner number. The server frees
 * it the moment the process or its connection ends, so nobody has to guess from a time-out whether work is orphaned.
 */
export class Presence {
  private session: PresenceSession | null = null;
  private runner = 0;

  constructor(private readonly open: () => Promise<PresenceSession>) {}

  /** The number of this process. A lost connection gives a new one, so that work begun under the old one is orphaned. */
  async runnerNumber(): Promise<number> {
    if (this.session?.alive()) return this.runner;
    await this.session?.close();
    this.session = await this.open();
    this.runner = randomInt(1, 2 ** 31);
    await this.session.query('SELECT pg_advisory_lock($1, $2)', [PRESENCE_LOCKS, this.runner]);
    return this.runner;
  }

  async close(): Promise<void> {
    await this.session?.close();
    this.session = null;
  }
}
