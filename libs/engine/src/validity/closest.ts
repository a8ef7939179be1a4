const LONGEST = 40;

/** The one of `names` that `written` most likely means (`principal` → `principals`, `target_refs` → `targetRefs`), or null. */
export function closest(written: string, names: readonly string[]): string | null {
  if (written.length > LONGEST) return null;
  const plain = plainName(written);
  const limit = plain.length <= 4 ? 1 : 2;
  let best: string | null = null;
  let bestDistance = limit + 1;
  for (const name of names) {
    const distance = name.length > LONGEST ? bestDistance : editDistance(plain, plainName(name));
    if (distance < bestDistance) [best, bestDistance] = [name, distance];
  }
  return best;
}

const plainName = (name: string): string => name.replace(/[_-]/g, '').toLowerCase();

/** Levenshtein with swapped neighbours counted once. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let cost = Math.min(change, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      }
      row.push(cost);
    }
    [before, last] = [last, row];
  }
  return last[b.length] ?? 0;
}
