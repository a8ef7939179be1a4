/**
 * Median times in milliseconds. The works take turns, so that a busy moment of the machine falls on all of them, and a
 * first round that is not counted warms them up.
 *
 * @template {Record<string, () => unknown>} Works
 * @param {Works} works
 * @returns {{ [Name in keyof Works]: number }}
 */
export function medianTimes(works, rounds) {
  const times = Object.fromEntries(Object.keys(works).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const [name, work] of Object.entries(works)) {
      globalThis.gc?.();
      const started = performance.now();
      work();
      if (round > 0) times[name].push(performance.now() - started);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values)]));
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
