import { arrayCheck } from './array-check.js';
import { combinationCheck } from './combination-check.js';
import { kindOfValue } from './fault-text.js';
import { objectCheck } from './object-check.js';
import { enumCheck, numberCheck, stringCheck } from './scalar-checks.js';
import { fault, type Check, type Schema, type SchemaDialect } from './schema.js';

/** Turns schemas into checks, each schema object once. */
export class SchemaCompiler {
  readonly #checks = new WeakMap<Schema, Check>();

  constructor(readonly dialect: SchemaDialect) {}

  /**
   * A check that says what the API server would refuse of a value
   * (apiextensions-apiserver pkg/apiserver/schema and kube-openapi pkg/validation/validate).
   */
  compile(schema: Schema): Check {
    const known = this.#checks.get(schema);
    if (known !== undefined) return known;
    const check = this.#compile(schema);
    this.#checks.set(schema, check);
    return check;
  }

  #compile(schema: Schema): Check {
    const ownChecks = [this.#shapeCheck(schema), enumCheck(schema), combinationCheck(schema, this)];
    const checks = ownChecks.filter((check) => check !== null);
    const rules = this.dialect.rules?.(schema) ?? null;
    const nullIsFine = schema.nullable === true || 'default' in schema || this.dialect.nulls === 'ABSENT';
    const [only] = checks;
    const whole = rules === null && checks.length === 1 && only !== undefined ? only : inOrder(checks, rules);
    const ofNull = nullIsFine ? accept : mustNotBeNull;
    // Most values are texts, and most texts may be any.
    if (whole === anyText)
      return (value) => (typeof value === 'string' ? null : value === null ? ofNull(value) : anyText(value));
    return (value) => (value === null ? ofNull(value) : whole(value));
  }

  #shapeCheck(schema: Schema): Check | null {
    if (schema['x-kubernetes-int-or-string'] === true) return intOrString;
    switch (schema.type) {
      case 'object':
        return objectCheck(schema, this);
      case 'array':
        return arrayCheck(schema, this);
      case 'string':
        return this.#text(schema);
      case 'boolean':
        return truth;
      case 'integer':
      case 'number':
        return numberCheck(schema);
      default:
        return this.#untyped(schema);
    }
  }

  #text(schema: Schema): Check {
    const further = stringCheck(schema, this.dialect);
    if (further === null) return anyText;
    return (value) => (typeof value === 'string' ? further(value) : anyText(value));
  }

  /** A schema without a type says something only of values of the type that its keywords are about. */
  #untyped(schema: Schema): Check | null {
    const aboutObjects = objectCheck(schema, this, 'OPEN');
    const aboutLists = schema.items || schema.minItems || schema.maxItems ? arrayCheck(schema, this) : null;
    const aboutStrings = stringCheck(schema, this.dialect);
    return (value) => {
      if (typeof value === 'string') return aboutStrings === null ? null : aboutStrings(value);
      if (Array.isArray(value)) return aboutLists === null ? null : aboutLists(value);
      return typeof value === 'object' ? aboutObjects(value) : null;
    };
  }
}

/** Rules are asked only about a value that fits, as they rely on its types. */
function inOrder(checks: readonly Check[], rules: Check | null): Check {
  return (value) => {
    for (const check of checks) {
      const faults = check(value);
      if (faults !== null) return faults;
    }
    return rules === null ? null : rules(value);
  };
}

const accept: Check = () => null;
const mustNotBeNull: Check = () => [fault('must not be null; give it a value or leave it out')];

const intOrString: Check = (value) =>
  typeof value === 'string' || Number.isInteger(value)
    ? null
    : [fault(`must be a whole number or a string, not ${kindOfValue(value)}`)];

const anyText: Check = (value) =>
  typeof value === 'string' ? null : [fault(`must be a string, not ${kindOfValue(value)}${quoteHint(value)}`)];

const truth: Check = (value) =>
  typeof value === 'boolean' ? null : [fault(`must be true or false, not ${kindOfValue(value)}`)];

/** YAML reads `1.0` as a number, and `no` as false. */
const quoteHint = (value: unknown): string =>
  typeof value === 'number' || typeof value === 'boolean' ? '; write it in quotes' : '';
