/** What policies are compiled to: whether the facts of a request meet one condition. */
export type Predicate<Facts> = (facts: Facts) => boolean;

// Most conditions stand alone, so that nothing is wrapped around one. Loops, not `every` and `some`: those need a closure
// for each request.

/** Of none: always. */
export function allOf<Facts>(predicates: readonly Predicate<Facts>[]): Predicate<Facts> {
  const [only] = predicates;
  if (only !== undefined && predicates.length === 1) return only;
  return (facts) => {
    for (const holds of predicates) if (!holds(facts)) return false;
    return true;
  };
}

/** Of none: never. */
export function anyOf<Facts>(predicates: readonly Predicate<Facts>[]): Predicate<Facts> {
  const [only] = predicates;
  if (only !== undefined && predicates.length === 1) return only;
  return (facts) => {
    for (const holds of predicates) if (holds(facts)) return true;
    return false;
  };
}

export const not =
  <Facts>(holds: Predicate<Facts>): Predicate<Facts> =>
  (facts) =>
    !holds(facts);

/** The number of the first one that holds, or -1. */
export function firstOf<Facts>(predicates: readonly Predicate<Facts>[]): (facts: Facts) => number {
  return (facts) => {
    for (let index = 0; index < predicates.length; index++) if (predicates[index]?.(facts) === true) return index;
    return -1;
  };
}
