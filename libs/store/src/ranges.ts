/** A fact that lasts from one snapshot to another, as far as it is compared. */
export interface Ranged {
  readonly key: string;
  /** Hex digest of what it says. */
  readonly meaning: string;
  /** Hex digest of what it says, with the files and lines where that stands. */
  readonly digest: string;
}

/** What must be written so that the current rows say what the new facts say. Nothing when nothing changed. */
export interface RangeChange<Current, Fact> {
  /** Say something else now, or nothing: their range ends. */
  readonly closed: readonly Current[];
  /** New, or say something else: a range begins. */
  readonly opened: readonly Fact[];
  /** Say the same at another place: the row is brought up to date. */
  readonly moved: readonly Fact[];
}

export function changeOfRanges<Current extends Ranged, Fact extends Ranged>(
  current: readonly Current[],
  facts: readonly Fact[],
): RangeChange<Current, Fact> {
  const currentByKey = new Map(current.map((row) => [row.key, row]));
  const meaningByKey = new Map(facts.map((fact) => [fact.key, fact.meaning]));
  const opened = facts.filter((fact) => currentByKey.get(fact.key)?.meaning !== fact.meaning);
  const moved = facts.filter((fact) => {
    const row = currentByKey.get(fact.key);
    return row?.meaning === fact.meaning && row.digest !== fact.digest;
  });
  return { closed: current.filter((row) => meaningByKey.get(row.key) !== row.meaning), opened, moved };
}
