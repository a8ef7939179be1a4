import type { Skipped } from '@waymark/engine';
import type { Paint } from './paint.js';
import { printable } from './printable.js';
import { counted, objectWords } from './words.js';
import { placeWords } from './verdict-lines.js';
import { wrap } from './wrap.js';

/** Ordinary in any cluster: counted, not listed. */
const EXPECTED: ReadonlySet<Skipped['reason']> = new Set(['UNSUPPORTED_KIND', 'SECRET']);

/** What takes no part and why: faults one by one, what is expected as counts (one by one too when `all`). */
export function skippedLines(skipped: readonly Skipped[], columns: number, all: boolean, paint: Paint): string[] {
  if (skipped.length === 0) return [];
  const listed = all ? skipped : skipped.filter(({ reason }) => !EXPECTED.has(reason));
  const summed = all ? [] : skipped.filter(({ reason }) => EXPECTED.has(reason));
  return [
    paint.bold(`Skipped: ${counted(skipped.length, 'part')} of the input`),
    ...listed.flatMap(({ file, line, reason, message, object }) => {
      const what = object ? ` ${objectWords(object)}` : '';
      return wrap(`${placeWords(file, line)} ${reason}${what}: ${printable(message)}`, columns, '    ', '  ');
    }),
    ...[...groupBy(summed, ({ reason }) => reason)].flatMap(([reason, items]) => {
      const kinds = [...groupBy(items, ({ object }) => object?.kind ?? '?')].map(
        ([kind, { length }]) => `${printable(kind)} ${length.toLocaleString('en-US')}`,
      );
      return wrap(`${reason}: ${kinds.join(', ')}`, columns, '    ', '  ');
    }),
  ];
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
