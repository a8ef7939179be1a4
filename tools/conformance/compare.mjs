import { isDeepStrictEqual } from 'node:util';

/** Pairs the items of one section of one scenario; an item that only one side has is a difference too. */
export function compareSection(section, subject) {
  const { scenario } = subject;
  const expected = byKey(section.expected(scenario), section.keyOf);
  const ours = byKey(section.ours(subject), section.keyOf);
  const keys = new Set([...expected.keys(), ...ours.keys()]);
  const differences = [];
  for (const key of keys) {
    const pair = { expected: expected.get(key) ?? null, ours: ours.get(key) ?? null };
    if (isDeepStrictEqual(pair.expected, pair.ours)) continue;
    const evidence = section.evidence?.(subject, pair.expected ?? pair.ours) ?? [];
    differences.push({ section: section.name, scenario: scenario.id, item: key, ...pair, evidence });
  }
  return { total: keys.size, differences };
}

/** Items with one key (endpoints of one ServiceEntry) are paired in a fixed order. */
function byKey(items, keyOf) {
  const sorted = items.map((item) => [keyOf(item), item]).sort(([, a], [, b]) => (text(a) < text(b) ? -1 : 1));
  const counts = new Map();
  const result = new Map();
  for (const [key, item] of sorted) {
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    result.set(count === 1 ? key : `${key} #${count}`, item);
  }
  return result;
}

const text = (value) => JSON.stringify(value);
