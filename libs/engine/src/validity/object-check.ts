import type { SchemaCompiler } from './compile-schema.js';
import { kindOfValue, unknownField } from './fault-text.js';
import { fault, type Check, type Fault, type Schema } from './schema.js';
import { isFields, type Fields } from '../model/narrow.js';

const MOST_FAULTS = 8;

/** @param openness OPEN: fields that the schema does not name are fine, whatever the dialect says. */
export function objectCheck(schema: Schema, compiler: SchemaCompiler, openness?: 'OPEN'): Check {
  const properties = schema.properties ?? {};
  const checks = new Map(Object.entries(properties).map(([name, property]) => [name, compiler.compile(property)]));
  // A default fills in what is missing before the API server looks.
  const required = (schema.required ?? []).filter((name) => !hasDefault(properties, name));
  const others = otherFields(schema, compiler, openness === 'OPEN', checks);
  const { minProperties = 0, maxProperties = Infinity } = schema;
  const nullIsAbsent = compiler.dialect.nulls === 'ABSENT';
  if (
    others === null &&
    maxProperties === Infinity &&
    minProperties === 0 &&
    compiler.dialect.unknownFields === 'IGNORE'
  ) {
    return openObjectCheck([...checks], required, nullIsAbsent);
  }

  return (value) => {
    if (!isFields(value)) return [fault(`must be a map of fields, not ${kindOfValue(value)}`)];
    let faults = missingFaults(value, required, nullIsAbsent);
    let count = 0;
    for (const name in value) {
      count++;
      const check = checks.get(name) ?? others;
      if (check === null) continue;
      const found = check === refused ? [fault(unknownField(name, [...checks.keys()]))] : check(value[name]);
      if (found === null) continue;
      for (const { path } of found) path.unshift(name);
      faults = faults === null ? found : [...faults, ...found];
      if (faults.length >= MOST_FAULTS) return faults;
    }
    if (count < minProperties) (faults ??= []).push(fault(`must have at least ${fieldsCount(minProperties)}`));
    if (count > maxProperties) (faults ??= []).push(fault(`must have at most ${fieldsCount(maxProperties)}`));
    return faults;
  };
}

/** Looks at the fields that are known, and not at the many more that an object may have. */
function openObjectCheck(
  checks: readonly (readonly [string, Check])[],
  required: readonly string[],
  nullIsAbsent: boolean,
): Check {
  // So that a plain read finds own fields only.
  const read = checks.filter(([name]) => !(name in Object.prototype));
  if (read.length === 0 && required.length === 0) return mapOfFields;
  return (value) => {
    if (!isFields(value)) return [fault(`must be a map of fields, not ${kindOfValue(value)}`)];
    let faults = missingFaults(value, required, nullIsAbsent);
    for (const [name, check] of read) {
      const part = value[name];
      if (part === undefined) continue;
      const found = check(part);
      if (found === null) continue;
      for (const { path } of found) path.unshift(name);
      faults = faults === null ? found : [...faults, ...found];
    }
    return faults;
  };
}

const mapOfFields: Check = (value) =>
  isFields(value) ? null : [fault(`must be a map of fields, not ${kindOfValue(value)}`)];

function missingFaults(value: Fields, required: readonly string[], nullIsAbsent: boolean): Fault[] | null {
  let faults: Fault[] | null = null;
  for (const name of required) {
    if (Object.hasOwn(value, name) && !(nullIsAbsent && value[name] === null)) continue;
    (faults ??= []).push(fault('must be set', name));
  }
  return faults;
}

const hasDefault = (properties: Readonly<Record<string, Schema>>, name: string): boolean => {
  const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
  return property !== undefined && 'default' in property;
};

/** Stands for "there is no such field"; never called. */
const refused: Check = () => null;

/** What is asked of fields that the schema does not name; null: nothing. */
function otherFields(
  schema: Schema,
  compiler: SchemaCompiler,
  isOpen: boolean,
  named: ReadonlyMap<string, Check>,
): Check | null {
  const { additionalProperties } = schema;
  if (typeof additionalProperties === 'object') return compiler.compile(additionalProperties);
  const takesAll = additionalProperties === true || schema['x-kubernetes-preserve-unknown-fields'] === true;
  if (isOpen || takesAll || compiler.dialect.unknownFields === 'IGNORE') return null;
  // The API server checks these three of an embedded object itself.
  if (schema['x-kubernetes-embedded-resource'] === true && named.size === 0) return null;
  return refused;
}

const fieldsCount = (count: number): string => (count === 1 ? 'one entry' : `${count} entries`);
