import { behaviourOf, HISTORIES, type IstioBehaviour } from './behaviour.js';

/** One behaviour that two releases do not share. */
export interface BehaviourChange {
  /** Its name in the table, e.g. `waypointChecksAllowedRoutes`. */
  readonly name: keyof IstioBehaviour;
  /** The behaviour as a statement; a yes-or-no value says whether it holds. */
  readonly what: string;
  /** Where Istio does it. */
  readonly source: string;
  /** The values as text: `yes`, `no` or a word. */
  readonly before: string;
  readonly after: string;
}

/** `true` → `yes`, `TRUE_IN_ANY_CASE` → `true in any case`. */
const inWords = (value: unknown): string =>
  typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value).toLowerCase().replaceAll('_', ' ');

/** What differs between two releases, in the order of the table. */
export function behaviourChanges(from: string, to: string): readonly BehaviourChange[] {
  const before = behaviourOf(from);
  const after = behaviourOf(to);
  const names = Object.keys(HISTORIES) as (keyof IstioBehaviour)[];
  return names
    .filter((name) => before[name] !== after[name])
    .map((name) => {
      const { what, source } = HISTORIES[name];
      return { name, what, source, before: inWords(before[name]), after: inWords(after[name]) };
    });
}

/** The behaviour of one release with the named parts of another: a release that never was, to tell causes apart. */
export const withPartsOf = (
  base: IstioBehaviour,
  other: IstioBehaviour,
  names: readonly (keyof IstioBehaviour)[],
): IstioBehaviour => Object.freeze({ ...base, ...Object.fromEntries(names.map((name) => [name, other[name]])) });
