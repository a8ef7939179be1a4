/** A cluster whose newest analysed snapshot was captured longer ago than this is stale. */
export const FRESH_FOR_MS = 24 * 60 * 60 * 1000;

/** FRESH: captured within 24 hours. STALE: older. SILENT: nothing was ever analysed. */
export type Freshness = 'FRESH' | 'STALE' | 'SILENT';

export function freshnessOf(capturedAt: Date | null, now: Date): Freshness {
  if (capturedAt === null) return 'SILENT';
  return now.getTime() - capturedAt.getTime() <= FRESH_FOR_MS ? 'FRESH' : 'STALE';
}
