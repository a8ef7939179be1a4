import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { AnalysisLane } from '@waymark/store';
import { type Config, CONFIG } from '../config/config.js';
import { Logger } from '../logging/logger.js';
import { Queue } from '../queue/queue.js';
import { EnginePool } from '../threads/engine-pool.js';
import { AnalysisRunner } from './analysis.runner.js';

/** Also without an announcement: finds the work of a process that ended. */
const LOOK_EVERY_MS = 15_000;

/** Runs queued analyses when woken, a bounded number at once. */
@Injectable()
export class AnalysisWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly lanes = new Set<Promise<void>>();
  private background: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly runner: AnalysisRunner,
    private readonly queue: Queue,
    private readonly engine: EnginePool,
    private readonly logger: Logger,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.config.role === 'api') return;
    const waiting = await this.runner.recover();
    if (waiting > 0) this.logger.info('analyses wait from before', { waiting });
    await this.queue.listen(() => this.wake());
    this.timer = setInterval(() => this.look(), LOOK_EVERY_MS).unref();
    this.look();
  }

  /** What is running is given back: it starts again with the next process. */
  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.engine.stop();
    await Promise.all([...this.lanes, this.background]);
  }

  private look(): void {
    this.wake();
    this.background ??= this.renew()
      .catch((cause: unknown) => this.logger.error('the background lane stumbled', { cause }))
      .finally(() => (this.background = undefined));
  }

  /** One at a time beside the lanes of uploads, in a thread of its own. */
  private async renew(): Promise<void> {
    const queued = await this.runner.queueReanalyses();
    if (queued > 0) this.logger.info('clusters are analysed again by a newer engine', { clusters: queued });
    await this.drain('background');
  }

  private wake(): void {
    while (!this.engine.stopped && this.lanes.size < this.config.limits.concurrentAnalyses) {
      const lane = this.drain('uploads').catch((cause: unknown) =>
        this.logger.error('the analysis worker stumbled', { cause }),
      );
      this.lanes.add(lane);
      void lane.finally(() => this.lanes.delete(lane));
    }
  }

  private async drain(lane: AnalysisLane): Promise<void> {
    while (!this.engine.stopped && (await this.runner.runNext(lane))) {
      // Until nothing waits.
    }
  }
}
