import { setTimeout as sleep } from 'node:timers/promises';
import type { AnalysisState } from '@waymark/store';

const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 500;

/** Asks again and again, at growing pauses, until the analysis has ended, the time is over or the caller is gone. */
export async function untilEnded(
  ask: () => Promise<AnalysisState | null>,
  waitMs: number,
  gone: AbortSignal,
): Promise<void> {
  const endsAt = performance.now() + waitMs;
  let pauseMs = FIRST_PAUSE_MS;
  while (!gone.aborted) {
    const leftMs = endsAt - performance.now();
    if (leftMs <= 0 || hasEnded(await ask())) return;
    await sleep(Math.min(pauseMs, leftMs), undefined, { signal: gone }).catch(() => undefined);
    pauseMs = Math.min(pauseMs * 1.5, LONGEST_PAUSE_MS);
  }
}

const hasEnded = (state: AnalysisState | null): boolean => state !== 'QUEUED' && state !== 'RUNNING';
