import { SchemaCompiler } from './compile-schema.js';
import type { Check, Fault, Schema, SchemaDialect } from './schema.js';

/** The API server checks these itself. */
const OWN_FIELDS: Readonly<Record<string, Schema>> = { apiVersion: {}, kind: {}, metadata: {} };

/**
 * The check of whole objects of a kind. What controllers wrote into `status` may hold fields of a newer schema: the API
 * server would drop them, not refuse the object.
 */
export function kindCheck(schema: Schema, dialect: SchemaDialect): Check {
  const { status, ...written } = schema.properties ?? {};
  const root: Schema = {
    ...schema,
    type: 'object',
    properties: { ...written, ...OWN_FIELDS, ...(status && { status: {} }) },
  };
  const check = new SchemaCompiler(dialect).compile(root);
  const checkStatus =
    status && new SchemaCompiler({ ...dialect, unknownFields: 'IGNORE' }).compile(withOptionalConditions(status));
  return (value) => {
    const faults = check(value);
    if (faults !== null || checkStatus === undefined) return faults;
    const written = (value as Record<string, unknown>).status;
    return written === undefined || written === null ? null : below('status', checkStatus(written));
  };
}

/**
 * Conditions are read for their type and status; the rest of them (`lastTransitionTime`, …) may be missing, as it is in
 * examples that people write.
 */
function withOptionalConditions(schema: Schema): Schema {
  const { properties, items } = schema;
  if (items !== undefined) return { ...schema, items: withOptionalConditions(items) };
  if (properties === undefined) return schema;
  const changed = Object.entries(properties).map(([name, property]) => [
    name,
    name === 'conditions'
      ? { ...property, items: { ...property.items, required: [] } }
      : withOptionalConditions(property),
  ]);
  return { ...schema, properties: Object.fromEntries(changed) as Record<string, Schema> };
}

/** Faults of a part, with paths that begin at the whole. */
export function below(name: string | number, faults: Fault[] | null): Fault[] | null {
  for (const { path } of faults ?? []) path.unshift(name);
  return faults;
}
