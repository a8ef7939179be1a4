import { Injectable } from '@nestjs/common';
import { ENGINE_VERSION } from '@waymark/engine';
import { type AnalysisJob, type AnalysisLane, AnalysisRepository, SnapshotRepository } from '@waymark/store';
import { Logger } from '../logging/logger.js';
import { EnginePool } from '../threads/engine-pool.js';

/** Takes one queued analysis to its end: done, failed with its reason, or given back when the process ends. */
@Injectable()
export class AnalysisRunner {
  constructor(
    private readonly analyses: AnalysisRepository,
    private readonly snapshots: SnapshotRepository,
    private readonly engine: EnginePool,
    private readonly logger: Logger,
  ) {}

  /** How many analyses wait from before, those of processes that ended included. */
  recover(): Promise<number> {
    return this.analyses.recoverInterrupted();
  }

  /** @returns how many clusters this engine will analyse again, because an older one gave their answers */
  queueReanalyses(): Promise<number> {
    return this.analyses.queueReanalyses(ENGINE_VERSION);
  }

  /** @returns false when there is nothing to do */
  async runNext(lane: AnalysisLane): Promise<boolean> {
    const job = await this.analyses.beginNext(lane);
    if (job === null) return false;
    const startedAt = performance.now();
    const about = { cluster: job.clusterName, snapshot: job.snapshotId, attempt: job.attempt };
    try {
      await this.analyse(job, lane);
      this.logger.info('analysed', { ...about, ms: Math.round(performance.now() - startedAt) });
    } catch (cause) {
      await this.giveUp(job, cause);
      this.logger.error('analysis failed', { ...about, cause });
    }
    return true;
  }

  private async analyse(job: AnalysisJob, lane: AnalysisLane): Promise<void> {
    const input = await this.snapshots.loadForAnalysis(job.snapshotId);
    if (input === null) throw new Error('The snapshot is gone.');
    const { analysis, facts } = await this.engine.analyse(input, lane);
    await this.analyses.finish(job, analysis, facts);
  }

  private giveUp(job: AnalysisJob, cause: unknown): Promise<void> {
    return this.engine.stopped ? this.analyses.release(job) : this.analyses.fail(job, reasonOf(cause));
  }
}

/** One line for the person who looks at the snapshot; the log has the rest. */
const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause)).slice(0, 1000);
