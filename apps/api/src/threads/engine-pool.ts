import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { ManifestsRefused, TooCostly } from '@waymark/contract';
import type { Analysis, Skipped } from '@waymark/engine';
import type { AnalysisInput, AnalysisLane, ClusterFacts, Content } from '@waymark/store';
import type { Tinypool } from 'tinypool';
import { type Config, CONFIG } from '../config/config.js';
import { errorCode } from '../error-code.js';
import { isRefusal, type Refusal } from './refusal.js';
import { threadPool } from './thread-pool.js';

export interface ReadTask {
  /** Of the file that the places name. */
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface CheckTask extends ReadTask {
  readonly istioVersion: string | null;
}

/** What may be stored of an upload. */
export interface AdmittedUpload {
  readonly content: Content;
  readonly layout: Uint8Array;
  readonly skipped: readonly Skipped[];
}

export interface AnalysedSnapshot {
  readonly analysis: Analysis;
  readonly facts: ClusterFacts;
}

const THREAD = 'threads/engine-thread.js';
const OUT_OF_MEMORY = 'ERR_WORKER_OUT_OF_MEMORY';

/** The engine in threads. Reading, analysing and analysing again have their own, so that none delays an upload. */
@Injectable()
export class EnginePool implements OnApplicationShutdown {
  private readonly readers: Tinypool;
  private readonly analysts: Tinypool;
  private readonly background: Tinypool;
  private readonly timeoutMs: number;
  private isStopped = false;

  constructor(@Inject(CONFIG) { limits }: Config) {
    this.readers = threadPool(THREAD, limits.concurrentUploads);
    this.analysts = threadPool(THREAD, Math.max(limits.concurrentAnalyses, 1));
    this.background = threadPool(THREAD, 1);
    this.timeoutMs = limits.analysisTimeoutMs;
  }

  get stopped(): boolean {
    return this.isStopped;
  }

  /** Throws ManifestsRefused when nothing of the upload may be stored, TooCostly. The bytes are moved, not copied. */
  admit(task: ReadTask): Promise<AdmittedUpload> {
    return this.read<AdmittedUpload>('admitUpload', task);
  }

  /** The analysis of a body as JSON. Throws ManifestsRefused. */
  check(task: CheckTask): Promise<Uint8Array> {
    return this.read<Uint8Array>('checkBody', task);
  }

  /** Throws when the analysis takes too long or too much memory. */
  async analyse(input: AnalysisInput, lane: AnalysisLane = 'uploads'): Promise<AnalysedSnapshot> {
    const signal = AbortSignal.timeout(this.timeoutMs);
    try {
      return await (lane === 'uploads' ? this.analysts : this.background).run(input, {
        name: 'analyseSnapshot',
        signal,
      });
    } catch (error) {
      if (signal.aborted) throw new Error(`The analysis took longer than ${this.timeoutMs / 1000} seconds.`);
      throw errorCode(error) === OUT_OF_MEMORY ? new Error('The analysis needs more memory than it may have.') : error;
    }
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await Promise.all([this.readers.destroy(), this.analysts.destroy(), this.background.destroy()]);
  }

  onApplicationShutdown(): Promise<void> {
    return this.stop();
  }

  private async read<T extends object>(name: string, task: ReadTask): Promise<T> {
    const signal = AbortSignal.timeout(this.timeoutMs);
    const transferList = [task.bytes.buffer];
    const running: Promise<T | Refusal> = this.readers.run(task, { name, transferList, signal });
    const answer = await running.catch((error: unknown) => {
      throw signal.aborted || errorCode(error) === OUT_OF_MEMORY ? new TooCostly() : error;
    });
    if (isRefusal(answer)) throw new ManifestsRefused(answer.refused, answer.details);
    return answer;
  }
}
