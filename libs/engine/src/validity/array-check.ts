import type { SchemaCompiler } from './compile-schema.js';
import { kindOfValue } from './fault-text.js';
import { fault, type Check, type Fault, type Schema } from './schema.js';
import { isFields } from '../model/narrow.js';

const MOST_FAULTS = 8;

export function arrayCheck(schema: Schema, compiler: SchemaCompiler): Check {
  const item = schema.items === undefined ? null : compiler.compile(schema.items);
  const repeated = repetition(schema);
  const { minItems = 0, maxItems = Infinity } = schema;

  return (value) => {
    if (!Array.isArray(value)) return [fault(`must be a list, not ${kindOfValue(value)}`)];
    if (value.length < minItems) return [fault(`must have at least ${entries(minItems)}`)];
    if (value.length > maxItems) return [fault(`must have at most ${entries(maxItems)}, not ${value.length}`)];
    if (item !== null) {
      const faults = itemFaults(value, item);
      if (faults !== null) return faults;
    }
    return repeated === null || value.length < 2 ? null : repeated(value);
  };
}

function itemFaults(value: readonly unknown[], item: Check): Fault[] | null {
  let faults: Fault[] | null = null;
  for (let index = 0; index < value.length; index++) {
    const found = item(value[index]);
    if (found === null) continue;
    for (const { path } of found) path.unshift(index);
    faults = faults === null ? found : [...faults, ...found];
    if (faults.length >= MOST_FAULTS) break;
  }
  return faults;
}

/** What may not come twice in a list: its items (`set`, uniqueItems), or the keys of its items (`map`). */
function repetition(schema: Schema): ((items: readonly unknown[]) => Fault[] | null) | null {
  const type = schema['x-kubernetes-list-type'];
  const keys = type === 'map' ? schema['x-kubernetes-list-map-keys'] : undefined;
  if (keys !== undefined) {
    const [key = ''] = keys;
    return (items) => firstRepeated(items, (item) => keyText(item, keys), ...(keys.length === 1 ? [key] : []));
  }
  return type === 'set' || schema.uniqueItems === true ? (items) => firstRepeated(items, JSON.stringify) : null;
}

export function firstRepeated(
  items: readonly unknown[],
  textOf: (item: unknown) => string | undefined,
  ...below: string[]
): Fault[] | null {
  const seen = new Map<string, number>();
  for (const [index, item] of items.entries()) {
    const text = textOf(item);
    if (text === undefined) continue;
    const first = seen.get(text);
    if (first !== undefined) return [fault(`repeats the entry ${first}; each may come once`, index, ...below)];
    seen.set(text, index);
  }
  return null;
}

const keyText = (item: unknown, keys: readonly string[]): string | undefined =>
  isFields(item) ? JSON.stringify(keys.map((key) => (Object.hasOwn(item, key) ? item[key] : null))) : undefined;

const entries = (count: number): string => (count === 1 ? 'one entry' : `${count} entries`);
