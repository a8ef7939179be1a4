import { isFields } from '../../model/narrow.js';
import type { Schema } from '../schema.js';

const RESERVED: ReadonlySet<string> = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
);
const ESCAPES: readonly (readonly [RegExp, string])[] = [
  [/__/g, '__underscores__'],
  [/\./g, '__dot__'],
  [/-/g, '__dash__'],
  [/\//g, '__slash__'],
];

/** How a rule writes the name of a field (kubernetes apiserver pkg/cel Escape). */
function escaped(name: string): string {
  if (RESERVED.has(name)) return `__${name}__`;
  return ESCAPES.reduce((text, [character, escape]) => text.replace(character, escape), name);
}

/**
 * A value as CEL sees it by its schema (apiserver pkg/cel/common UnstructuredToVal): whole numbers are `int`, times are
 * timestamps, fields have names that a rule can write.
 */
export function celValue(value: unknown, schema: Schema | undefined): unknown {
  if (typeof value === 'number')
    return schema?.type !== 'number' && Number.isSafeInteger(value) ? BigInt(value) : value;
  if (typeof value === 'string') return schema?.format === 'date-time' ? new Date(value) : value;
  if (Array.isArray(value)) return value.map((item) => celValue(item, schema?.items));
  if (!isFields(value)) return value;
  const { properties, additionalProperties } = schema ?? {};
  const rest = typeof additionalProperties === 'object' ? additionalProperties : undefined;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => {
      const own = properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : undefined;
      return [own === undefined ? name : escaped(name), celValue(part, own ?? rest)];
    }),
  );
}

/** The size of the largest list or map in a value: how often one loop of a rule can turn. */
export function largestCollection(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const parts = Object.values(value);
  return parts.reduce<number>((largest, part) => Math.max(largest, largestCollection(part)), parts.length);
}
