import { type OnApplicationShutdown } from '@nestjs/common';
import type { Database } from '@waymark/store';
import { fromPglite, PgBoss } from 'pg-boss';
import type { Logger } from '../logging/logger.js';

const ANALYSES = 'analyses';
const POLLING_SECONDS = 2;

/**
 * Wakes workers, in this process and in others. What there is to do stands in the table of analyses, so that a job
 * which is lost here costs only time.
 */
export class Queue implements OnApplicationShutdown {
  private constructor(private readonly boss: PgBoss) {}

  static async open(database: Database, logger: Logger): Promise<Queue> {
    const { queue } = database;
    const shared = { supervise: true, schedule: false, useListenNotify: true, application_name: 'waymark-queue' };
    const boss = new PgBoss(
      queue.kind === 'pglite'
        ? { ...shared, db: fromPglite(queue.lite), backend: 'pglite' }
        : { ...shared, connectionString: queue.connectionString, max: 4 },
    );
    boss.on('error', (cause) => logger.error('queue', { cause }));
    await boss.start();
    await boss.createQueue(ANALYSES, { notify: true, retryLimit: 0, expireInSeconds: 60, deleteAfterSeconds: 3600 });
    return new Queue(boss);
  }

  /** Tells the workers that there is an analysis to run. */
  async announce(): Promise<void> {
    await this.boss.send(ANALYSES, {});
  }

  /** Calls `wake` whenever something was announced. */
  async listen(wake: () => void): Promise<void> {
    await this.boss.work(ANALYSES, { pollingIntervalSeconds: POLLING_SECONDS, batchSize: 100 }, async () => wake());
  }

  /** Rejects when the queue does not answer. */
  async ping(): Promise<void> {
    await this.boss.getQueue(ANALYSES);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.boss.stop({ graceful: true, timeout: 2000 });
  }
}
