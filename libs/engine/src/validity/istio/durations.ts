import { text, type Fields } from '../../model/narrow.js';
import { shown } from '../fault-text.js';
import type { Path } from './destinations.js';
import type { FaultList } from './fault-list.js';

const DURATION = /^(?:\d{1,9}(?:\.\d{1,9})?(?:ns|us|µs|ms|s|m|h))+$/;
const NANOSECONDS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

/** istio pkg/config/validation/agent ValidateDuration: at least a millisecond, and a whole number of them. */
export function durationFaults(owner: Fields, names: readonly string[], path: Path, faults: FaultList): void {
  for (const name of names) {
    const duration = text(owner[name]);
    if (duration === '') continue;
    const nanoseconds = DURATION.test(duration) ? nanosecondsOf(duration) : 1e6;
    if (nanoseconds < 1e6 || nanoseconds % 1e6 !== 0) {
      faults.add([...path, name], `must be a whole number of milliseconds, and at least one, not ${shown(duration)}`);
    }
  }
}

const nanosecondsOf = (duration: string): number =>
  [...duration.matchAll(/([\d.]+)([a-zµ]+)/g)].reduce(
    (sum, [, count, unit = '']) => sum + Math.round(Number(count) * (NANOSECONDS[unit] ?? 0)),
    0,
  );
