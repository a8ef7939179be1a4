import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Topology } from '@waymark/engine';
import { SnapshotRepository } from '@waymark/store';
import type { Tinypool } from 'tinypool';
import { type Config, CONFIG } from '../config/config.js';
import { threadPool } from '../threads/thread-pool.js';
import type { Answer, Question } from './model-thread.js';

/** Two, so that a large cluster does not hold up the questions about the others. */
const THREADS = 2;
/** A person who looks around in a cluster comes back within this time. */
const KEPT_MS = 600_000;

/** Answers questions about the whole model of a snapshot, in threads of its own that keep the models asked about last. */
@Injectable()
export class ModelPool implements OnApplicationShutdown {
  private readonly threads: Tinypool;
  private readonly timeoutMs: number;

  constructor(
    private readonly snapshots: SnapshotRepository,
    @Inject(CONFIG) { limits }: Config,
  ) {
    this.threads = threadPool('models/model-thread.js', THREADS, KEPT_MS);
    this.timeoutMs = limits.analysisTimeoutMs;
  }

  /** null: the snapshot has no such namespace. The caller has made sure that the viewer may see the snapshot. */
  topology(snapshotId: string, namespace: string): Promise<Topology | null> {
    return this.ask<string, Topology | null>('topology', snapshotId, namespace);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.threads.destroy();
  }

  private async ask<Asked, T>(name: string, snapshotId: string, asked: Asked): Promise<T> {
    const signal = AbortSignal.timeout(this.timeoutMs);
    const run = (question: Question<Asked>): Promise<Answer<T>> => this.threads.run(question, { name, signal });
    let answer = await run({ snapshotId, asked, input: null });
    if (answer.missing) answer = await run({ snapshotId, asked, input: await this.load(snapshotId) });
    if (answer.missing) throw new Error(`The model of snapshot ${snapshotId} was not built.`);
    return answer.value;
  }

  private async load(snapshotId: string) {
    const input = await this.snapshots.loadForAnalysis(snapshotId);
    if (input === null) throw new Error(`The snapshot ${snapshotId} is gone.`);
    return input;
  }
}
