import type { Schema } from '../../validity/schema.js';
import { setValue } from '../../manifest/set-value.js';
import type { Choices } from './choices.js';
import { LABEL_NAMES, labelValues, NAMES, SHAPES, WORDS } from './vocabulary.js';

const DEEPEST = 12;

/**
 * A value that mostly fits its schema: some of the fields, lists of up to three, words that mean something to Istio.
 *
 * @param field name of the field that the value is for, the list's for its items
 */
export function valueOf(schema: Schema, field: string, choices: Choices, depth = 0): unknown {
  if (schema.enum !== undefined && choices.percent(95)) return choices.of(schema.enum);
  if (SHAPES[field] !== undefined && choices.percent(65)) return clone(choices.of(SHAPES[field]));
  if (field === 'selector' && schema.properties === undefined && choices.percent(65)) return { app: 'cart' };
  const alternatives = schema.oneOf ?? schema.anyOf ?? schema.allOf;
  const fitting = typeOf(schema);
  if (fitting === undefined && alternatives !== undefined)
    return valueOf(choices.of(alternatives), field, choices, depth + 1);
  switch (fitting) {
    case 'object':
      return objectOf(schema, field, choices, depth);
    case 'array':
      if (schema.items === undefined || depth > DEEPEST) return [];
      return choices.many(choices.percent(90) ? 1 : 0, 3, () => valueOf(schema.items ?? {}, field, choices, depth + 1));
    case 'boolean':
      return choices.percent(50);
    case 'integer':
    case 'number':
      return choices.of([80, 8080, 15008, 1, schema.minimum ?? 0, schema.maximum ?? 100]);
    default:
      return schema['x-kubernetes-int-or-string'] && choices.percent(50) ? 8080 : choices.of(WORDS[field] ?? NAMES);
  }
}

const clone = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const typeOf = ({ type, properties, additionalProperties, items }: Schema): string | undefined =>
  type ?? (properties !== undefined || additionalProperties !== undefined ? 'object' : items && 'array');

function objectOf(schema: Schema, field: string, choices: Choices, depth: number): unknown {
  const { properties, additionalProperties, required = [] } = schema;
  if (properties === undefined) {
    if (typeof additionalProperties === 'object' && additionalProperties.type !== 'string')
      return Object.fromEntries(
        choices.many(0, 2, () => [choices.of(NAMES), valueOf(additionalProperties, field, choices, depth + 1)]),
      );
    return labelsOf(choices, field === 'data' ? ['mesh'] : LABEL_NAMES);
  }
  const names = Object.keys(properties);
  // Some of the fields: about three of a large object, most of a small one, fewer the deeper it lies.
  const share = Math.min(80, (depth > DEEPEST ? 0 : 320) / names.length);
  const value: Record<string, unknown> = {};
  for (const name of names) {
    if (!required.includes(name) && !ALWAYS.has(name) && !choices.percent(share)) continue;
    setValue(value, name, valueOf(properties[name] ?? {}, name, choices, depth + 1));
  }
  return value;
}

/** Fields without which most objects say nothing. */
const ALWAYS: ReadonlySet<string> = new Set([
  'spec',
  'rules',
  'ports',
  'listeners',
  'targetRefs',
  'parentRefs',
  'hosts',
  'gatewayClassName',
  'template',
  'containers',
]);

/** Labels that decide something; usually `app` is one of them. */
export function labelsOf(choices: Choices, names: readonly string[] = LABEL_NAMES): Record<string, unknown> {
  const labels: Record<string, unknown> = {};
  for (const name of [
    ...(choices.percent(70) ? names.slice(0, 1) : []),
    ...choices.many(0, 2, () => choices.of(names)),
  ]) {
    labels[name] = choices.of(labelValues(name).length > 0 ? labelValues(name) : (WORDS[name] ?? NAMES));
  }
  return labels;
}
