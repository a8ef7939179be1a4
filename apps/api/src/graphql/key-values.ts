import type { KeyValue } from './shared.types.js';

/** Labels as a list, by key. */
export const keyValues = (labels: Readonly<Record<string, string>>): KeyValue[] =>
  Object.entries(labels)
    .map(([key, value]) => ({ key, value }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));

/** A list of labels as the record that the store takes. */
export const labelsOf = (labels: readonly KeyValue[]): Record<string, string> =>
  Object.fromEntries(labels.map(({ key, value }) => [key, value]));
