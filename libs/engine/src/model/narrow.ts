// Manifests are untrusted: every value is narrowed here before the model uses it. A wrong type reads as absent.
import type { Labels } from './model.js';

export type Fields = Readonly<Record<string, unknown>>;

const NO_FIELDS: Fields = Object.freeze({});

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object itself, or an empty one. */
export const fields = (value: unknown): Fields => (isFields(value) ? value : NO_FIELDS);

/** Own property only, so that `__proto__` and friends in a manifest reach nothing. */
export const field = (value: unknown, name: string): unknown =>
  isFields(value) && Object.hasOwn(value, name) ? value[name] : undefined;

export const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A whole number, or null. */
export const wholeNumber = (value: unknown): number | null =>
  typeof value === 'number' && Number.isInteger(value) ? value : null;

const NOTHING: readonly never[] = Object.freeze([]);

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : NOTHING);

/** The strings of a list; other elements are left out. */
export function texts(value: unknown): readonly string[] {
  const items = list(value);
  if (items.length === 0) return NOTHING;
  return items.every((item) => typeof item === 'string')
    ? (items as readonly string[])
    : items.filter((item) => typeof item === 'string');
}

const NO_LABELS: Labels = Object.freeze({});

/** The entries of a map whose values are strings; undefined when there is no map at all (semantics 14.17). */
export function labelsOrNone(value: unknown): Labels | undefined {
  if (!isFields(value)) return undefined;
  for (const key in value) {
    if (typeof value[key] !== 'string') return withoutOtherTypes(value);
  }
  return value as Labels;
}

export const labelsOf = (value: unknown): Labels => labelsOrNone(value) ?? NO_LABELS;

const withoutOtherTypes = (value: Fields): Labels =>
  Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));

/** The value of a label or annotation; undefined when it is not set. */
export const labelValue = (labels: Labels | undefined, key: string): string | undefined =>
  labels !== undefined && Object.hasOwn(labels, key) ? labels[key] : undefined;
