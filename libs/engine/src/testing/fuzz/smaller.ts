import { isRecord } from '../../manifest/identity.js';
import { setValue } from '../../manifest/set-value.js';

/** Values like this one with less in them, the boldest cuts first: to find the least input that shows a fault. */
export function* smaller(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) yield* smallerLists(value);
  else if (isRecord(value)) yield* smallerMappings(value);
  else if (typeof value === 'string' && value !== '') {
    yield '';
    if (value.length > 1) yield value.slice(0, value.length >> 1);
    if (value.length > 1) yield value.slice(1);
  } else if (typeof value === 'number' && value !== 0) yield 0;
}

function* smallerLists(items: readonly unknown[]): Generator<unknown[]> {
  for (let size = items.length; size >= 1; size >>= 1) {
    for (let at = 0; at < items.length; at += size) yield [...items.slice(0, at), ...items.slice(at + size)];
  }
  for (const [index, item] of items.entries()) {
    for (const less of smaller(item)) yield items.map((other, at) => (at === index ? less : other));
  }
}

function* smallerMappings(values: Readonly<Record<string, unknown>>): Generator<Record<string, unknown>> {
  const keys = Object.keys(values);
  for (const gone of keys) yield changed(values, keys, (key, value) => (key === gone ? undefined : { value }));
  for (const less of keys) {
    for (const value of smaller(values[less]))
      yield changed(values, keys, (key, old) => ({ value: key === less ? value : old }));
  }
}

function changed(
  values: Readonly<Record<string, unknown>>,
  keys: readonly string[],
  change: (key: string, value: unknown) => { readonly value: unknown } | undefined,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const key of keys) {
    const kept = change(key, values[key]);
    if (kept !== undefined) setValue(result, key, kept.value);
  }
  return result;
}
