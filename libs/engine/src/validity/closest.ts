import { distance } from 'fastest-levenshtein';

const LONGEST = 40;

/** The one of `names` that `written` most likely means (`principal` → `principals`, `target_refs` → `targetRefs`), or null. */
export function closest(written: string, names: readonly string[]): string | null {
  if (written.length > LONGEST) return null;
  const plain = plainName(written);
  let best: string | null = null;
  let bestDistance = plain.length <= 4 ? 2 : 3;
  for (const name of names) {
    const far = name.length > LONGEST ? Infinity : distance(plain, plainName(name));
    if (far < bestDistance) [best, bestDistance] = [name, far];
  }
  return best;
}

const plainName = (name: string): string => name.replace(/[_-]/g, '').toLowerCase();
