import { formatProblem } from './formats.js';
import { kindOfValue, notOneOf, shown } from './fault-text.js';
import { fault, type Check, type Schema, type SchemaDialect } from './schema.js';

export function enumCheck({ enum: allowed }: Schema): Check | null {
  if (allowed === undefined) return null;
  const texts = new Set(allowed.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))));
  return (value) =>
    texts.has(typeof value === 'string' ? value : JSON.stringify(value)) ? null : [fault(notOneOf(value, allowed))];
}

/** What is asked of a value that is a string; null: nothing. Lengths come first, so that no pattern meets a huge text. */
export function stringCheck(schema: Schema, dialect: SchemaDialect): Check | null {
  const { minLength = 0, maxLength = Infinity, pattern, format } = schema;
  const matches = pattern === undefined ? null : dialect.pattern(pattern);
  if (minLength === 0 && maxLength === Infinity && matches === null && format === undefined) return null;
  return (value) => {
    const text = value as string;
    if (text.length < minLength) {
      return [fault(minLength === 1 ? 'must not be empty' : `must have at least ${minLength} characters`)];
    }
    if (text.length > maxLength && lengthOf(text) > maxLength) {
      return [fault(`must have at most ${maxLength} characters, not ${text.length}`)];
    }
    if (matches !== null && !matches(text)) return [fault(`must match ${pattern}, which ${shown(text)} does not`)];
    const problem = format === undefined ? null : formatProblem(format, text);
    return problem === null ? null : [fault(problem)];
  };
}

/** Length in characters, as Kubernetes counts it. */
const lengthOf = (text: string): number => {
  let length = 0;
  for (const _character of text) length++;
  return length;
};

export function numberCheck(schema: Schema): Check {
  const { minimum = -Infinity, maximum = Infinity, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  const isWhole = schema.type === 'integer';
  const article = isWhole ? 'a whole number' : 'a number';
  return (value) => {
    if (typeof value !== 'number') return [fault(`must be ${article}, not ${kindOfValue(value)}`)];
    if (isWhole && !Number.isInteger(value)) return [fault(`must be a whole number, not ${value}`)];
    if (value < minimum || (exclusiveMinimum === true && value === minimum)) {
      return [fault(`must be ${exclusiveMinimum === true ? 'more than' : 'at least'} ${minimum}, not ${value}`)];
    }
    if (value > maximum || (exclusiveMaximum === true && value === maximum)) {
      return [fault(`must be ${exclusiveMaximum === true ? 'less than' : 'at most'} ${maximum}, not ${value}`)];
    }
    if (multipleOf !== undefined && multipleOf > 0 && !Number.isInteger(value / multipleOf)) {
      return [fault(`must be a multiple of ${multipleOf}, not ${value}`)];
    }
    return null;
  };
}
