import type { SchemaCompiler } from './compile-schema.js';
import { fault, type Check, type Schema } from './schema.js';

/** allOf, anyOf, oneOf and not; null when the schema has none of them. */
export function combinationCheck(schema: Schema, compiler: SchemaCompiler): Check | null {
  const checks = [
    ...(schema.allOf ?? []).map((member) => compiler.compile(member)),
    ...(schema.anyOf === undefined ? [] : [anyOf(schema.anyOf, compiler)]),
    ...(schema.oneOf === undefined ? [] : [oneOf(schema.oneOf, compiler)]),
    ...(schema.not === undefined ? [] : [not(schema.not, compiler)]),
  ];
  if (checks.length === 0) return null;
  return (value) => {
    for (const check of checks) {
      const faults = check(value);
      if (faults !== null) return faults;
    }
    return null;
  };
}

function anyOf(members: readonly Schema[], compiler: SchemaCompiler): Check {
  const checks = members.map((member) => compiler.compile(member));
  const names = namesIn(members);
  return (value) =>
    checks.some((check) => check(value) === null)
      ? null
      : [fault(names === null ? 'fits none of the allowed forms' : `must set ${either(names)}`)];
}

function oneOf(members: readonly Schema[], compiler: SchemaCompiler): Check {
  const checks = members.map((member) => compiler.compile(member));
  const names = namesIn(members.filter(({ not: none }) => none === undefined));
  return (value) => {
    let fitting = 0;
    for (const check of checks) if (check(value) === null && ++fitting > 1) break;
    if (fitting === 1) return null;
    if (names === null)
      return [fault(`must fit exactly one of the allowed forms, not ${fitting === 0 ? 'none' : 'several'}`)];
    return [fault(fitting === 0 ? `must set ${either(names)}` : `must set only one of ${names.join(', ')}`)];
  };
}

function not(member: Schema, compiler: SchemaCompiler): Check {
  const check = compiler.compile(member);
  const names = namesIn(member.anyOf ?? [member]);
  return (value) => {
    if (check(value) !== null) return null;
    return [fault(names === null ? 'has a form that is not allowed' : `must not set ${names.join(' or ')}`)];
  };
}

/** The fields that members ask for, when that is all they say. */
function namesIn(members: readonly Schema[]): readonly string[] | null {
  const asks = members.every((member) => Object.keys(member).every((keyword) => keyword === 'required'));
  return asks && members.length > 0 ? [...new Set(members.flatMap(({ required = [] }) => required))] : null;
}

const either = (names: readonly string[]): string =>
  names.length === 1 ? `${names[0]}` : `one of ${names.join(', ')}`;
