import type { FindingList } from '@waymark/store';
import type { FindingsArgs } from './finding.type.js';

/** What the arguments ask of the store. */
export const findingListOf = ({ filter, orderBy }: FindingsArgs): FindingList => ({
  filter: { ...filter },
  order: orderBy ?? 'SEVERITY',
});
