import type { Skipped } from '@waymark/engine';
import type { Paint } from './paint.js';
import { printable } from './printable.js';
import { counted, objectWords } from './words.js';
import { placeWords } from './verdict-lines.js';
import { wrap } from './wrap.js';

/** Ordinary in any cluster: counted, not listed. */
const EXPECTED: ReadonlySet<Skipped['reason']> = new Set(['UNSUPPORTED_KIND', 'SECRET']);

/** What takes no part and why: what a cluster would refuse; then faults one by one, what is expected as counts (one by one too when `all`). */
export function skippedLines(skipped: readonly Skipped[], columns: number, all: boolean, paint: Paint): string[] {
  const refused = skipped.filter(({ reason }) => reason === 'INVALID_OBJECT');
  const others = skipped.filter(({ reason }) => reason !== 'INVALID_OBJECT');
  const blocks = [refusedLines(refused, columns, paint), otherLines(others, columns, all, paint)];
  return blocks.filter(({ length }) => length > 0).flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

/** Objects that no cluster takes as they are. */
function refusedLines(refused: readonly Skipped[], columns: number, paint: Paint): string[] {
  if (refused.length === 0) return [];
  return [
    paint.bold(`Refused: ${counted(refused.length, 'object')}, which a cluster would not take as written`),
    ...refused.flatMap(({ file, line, message, object }) => [
      ...wrap(`${object ? `${objectWords(object)} ` : ''}(${placeWords(file, line)})`, columns, '  ', '  '),
      ...wrap(printable(message), columns, '    ', '    '),
    ]),
  ];
}

function otherLines(skipped: readonly Skipped[], columns: number, all: boolean, paint: Paint): string[] {
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
