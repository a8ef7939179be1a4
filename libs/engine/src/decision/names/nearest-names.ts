import { distance } from 'fastest-levenshtein';
import { compareText } from '../../model/order.js';

const MOST_NAMES = 3;
/** Comparing costs about a microsecond for each name. */
const MOST_COMPARED = 5_000;
const LONGEST_NAME = 253;

/** The known names that a mistyped one may mean, the nearest first: the same name elsewhere, or a few letters apart. */
export function nearestNames(
  typed: string,
  known: Iterable<string>,
  isElsewhere = sameLastPart(typed),
): readonly string[] {
  const wanted = typed.slice(0, LONGEST_NAME);
  const near: { readonly name: string; readonly apart: number }[] = [];
  let compared = 0;
  for (const name of known) {
    if (isElsewhere(name)) {
      near.push({ name, apart: 0 });
    } else if (Math.abs(name.length - wanted.length) <= farthest(wanted) && compared < MOST_COMPARED) {
      compared += 1;
      const apart = distance(wanted, name);
      if (apart <= farthest(wanted)) near.push({ name, apart });
    }
  }
  near.sort((a, b) => a.apart - b.apart || compareText(a.name, b.name));
  return near.slice(0, MOST_NAMES).map(({ name }) => name);
}

const farthest = (name: string): number => Math.max(2, Math.floor(name.length / 4));

/** Of `namespace/name` the same name in any namespace. */
function sameLastPart(typed: string): (name: string) => boolean {
  const last = typed.slice(typed.lastIndexOf('/'));
  return (name) => last.length > 1 && name.endsWith(last);
}
