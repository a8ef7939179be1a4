import { closest } from './closest.js';

const SHOWN_NAMES = 12;
const SHOWN_TEXT = 60;

/** What a value is, for a sentence: `a list`. */
export function kindOfValue(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'string':
      return 'a string';
    case 'number':
      return 'a number';
    case 'boolean':
      return 'true or false';
    default:
      return 'a map of fields';
  }
}

/** A value as written, cut where it is long. */
export function shown(value: unknown): string {
  const text =
    typeof value === 'string' ? JSON.stringify(value.slice(0, SHOWN_TEXT + 1)) : (JSON.stringify(value) ?? '');
  return text.length <= SHOWN_TEXT ? text : `${text.slice(0, SHOWN_TEXT)}…`;
}

export const listed = (names: readonly string[]): string =>
  names.length <= SHOWN_NAMES ? names.join(', ') : `${names.slice(0, SHOWN_NAMES).join(', ')}, …`;

export function notOneOf(value: unknown, allowed: readonly unknown[]): string {
  const names = allowed.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
  const meant = typeof value === 'string' ? closest(value, names) : null;
  return `must be one of ${listed(names)}, not ${shown(value)}${meant === null ? '' : `; did you mean ${meant}?`}`;
}

export function unknownField(name: string, known: readonly string[]): string {
  const meant = closest(name, known);
  if (meant !== null) return `is not a field; did you mean ${meant}?`;
  return known.length === 0 ? 'is not a field; leave it out' : `is not a field; the fields here are ${listed(known)}`;
}
