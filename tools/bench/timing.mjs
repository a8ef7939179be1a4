/**
 * Median times of the processor in milliseconds: what other processes do at the same time does not count. The works take
 * turns, and a first round that is not counted warms them up.
 *
 * @template {string} Name
 * @param {Record<Name, () => unknown>} works
 * @returns {Record<Name, number>}
 */
export function medianTimes(works, rounds) {
  const times = Object.fromEntries(Object.keys(works).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const [name, work] of Object.entries(works)) {
      const before = process.cpuUsage();
      work();
      const { user, system } = process.cpuUsage(before);
      if (round > 0) times[name].push((user + system) / 1000);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values)]));
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
