import { field, isFields, list, text } from '../../model/narrow.js';
import type { Schema, SchemaRule } from '../schema.js';

const NUMBERS = [
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'multipleOf',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
];
const TRUTHS = [
  'nullable',
  'uniqueItems',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'x-kubernetes-preserve-unknown-fields',
  'x-kubernetes-int-or-string',
  'x-kubernetes-embedded-resource',
];
const TEXTS = ['type', 'format', 'pattern', 'x-kubernetes-list-type'];

/** A schema from a CustomResourceDefinition, which is untrusted: a keyword of a wrong type reads as absent. */
export function schemaFrom(raw: unknown): Schema {
  const schema: Record<string, unknown> = {};
  const take = (names: readonly string[], isRight: (value: unknown) => boolean): void => {
    for (const name of names) {
      const value = field(raw, name);
      if (isRight(value)) schema[name] = value;
    }
  };
  take(NUMBERS, (value) => typeof value === 'number');
  take(TRUTHS, (value) => typeof value === 'boolean');
  take(TEXTS, (value) => typeof value === 'string');
  take(['default'], (value) => value !== undefined);
  take(['enum'], Array.isArray);
  take(['required', 'x-kubernetes-list-map-keys'], isTexts);
  takeSubschemas(raw, schema);
  const rules = list(field(raw, 'x-kubernetes-validations')).flatMap(ruleFrom);
  if (rules.length > 0) schema['x-kubernetes-validations'] = rules;
  return schema;
}

const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((one) => typeof one === 'string');

function takeSubschemas(raw: unknown, schema: Record<string, unknown>): void {
  for (const name of ['items', 'not', 'additionalProperties']) {
    const value = field(raw, name);
    if (isFields(value)) schema[name] = schemaFrom(value);
    else if (name === 'additionalProperties' && typeof value === 'boolean') schema[name] = value;
  }
  for (const name of ['allOf', 'anyOf', 'oneOf']) {
    const value = field(raw, name);
    if (Array.isArray(value)) schema[name] = value.map(schemaFrom);
  }
  const properties = field(raw, 'properties');
  if (!isFields(properties)) return;
  schema.properties = Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, schemaFrom(part)]));
}

function ruleFrom(raw: unknown): SchemaRule[] {
  const rule = text(field(raw, 'rule'));
  if (rule === '') return [];
  const optional = ['message', 'messageExpression', 'fieldPath'].map((name) => [name, field(raw, name)] as const);
  return [{ rule, ...Object.fromEntries(optional.filter(([, value]) => typeof value === 'string' && value !== '')) }];
}
