import type { Freshness } from '../api/generated/graphql';

export const FRESHNESS_WORDS: Record<Freshness, { label: string; explanation: string }> = {
  FRESH: { label: 'Fresh', explanation: 'Captured within the last 24 hours.' },
  STALE: { label: 'Stale', explanation: 'The newest snapshot is older than 24 hours.' },
  SILENT: { label: 'Silent', explanation: 'Nothing of this cluster was ever analysed.' },
};

export const FRESHNESS_STATES = Object.keys(FRESHNESS_WORDS) as Freshness[];
