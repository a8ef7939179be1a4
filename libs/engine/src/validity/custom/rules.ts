import { EvaluationError } from '@marcbachmann/cel-js';
import { fault, type Check, type Fault, type Schema, type SchemaRule } from '../schema.js';
import { readExpression, type CelExpression } from './cel-environment.js';
import { celValue, largestCollection } from './cel-value.js';

/** What evaluating the rules of one snapshot may cost in all, in steps of about 50 ns. */
const STEPS = 20_000_000;

/** What is left to spend; shared by all rules of a snapshot, so that hostile ones cannot make it slow. */
interface Budget {
  steps: number;
}

/** Evaluates x-kubernetes-validations. */
export class RuleReader {
  readonly #unasked = new Set<string>();

  constructor(private readonly budget: Budget = { steps: STEPS }) {}

  /** Another reader, with the same budget. */
  sharing(): RuleReader {
    return new RuleReader(this.budget);
  }

  /** Rules that were not asked: they use what is not known here, or cost too much. */
  get unasked(): ReadonlySet<string> {
    return this.#unasked;
  }

  /** null when a schema has no rules that can be asked. */
  checkOf(schema: Schema): Check | null {
    const rules = (schema['x-kubernetes-validations'] ?? []).flatMap((rule) => this.#read(rule));
    if (rules.length === 0) return null;
    return (value) => {
      const self = celValue(value, schema);
      const size = largestCollection(value);
      const faults = rules.flatMap((rule) => this.#ask(rule, self, size));
      return faults.length === 0 ? null : faults;
    };
  }

  /** Rules about a change (`oldSelf`) say nothing of an object by itself. */
  #read(rule: SchemaRule): ReadRule[] {
    if (/\boldSelf\b/.test(rule.rule)) return [];
    const expression = readExpression(rule.rule);
    if (expression === null) {
      this.#unasked.add(rule.rule);
      return [];
    }
    return [{ rule, expression, message: readMessage(rule) }];
  }

  #ask({ rule, expression, message }: ReadRule, self: unknown, size: number): Fault[] {
    const steps = expression.stepsFor(size);
    if (steps > this.budget.steps) {
      this.#unasked.add(rule.rule);
      return [];
    }
    this.budget.steps -= steps;
    if (holds(expression, self)) return [];
    const text = message === null ? (rule.message ?? `failed rule: ${rule.rule}`) : message(self);
    return [
      fault(`breaks a rule of its CustomResourceDefinition: ${text.trim().replace(/\s+/g, ' ')}`, ...pathOf(rule)),
    ];
  }
}

interface ReadRule {
  readonly rule: SchemaRule;
  readonly expression: CelExpression;
  readonly message: ((self: unknown) => string) | null;
}

/** A rule that reads a field which is not there fails; one that this library cannot evaluate is taken to hold. */
function holds(expression: CelExpression, self: unknown): boolean {
  try {
    return expression.evaluate(self) !== false;
  } catch (error) {
    return !(error instanceof EvaluationError && error.code === 'no_such_key');
  }
}

function readMessage({ message, messageExpression, rule }: SchemaRule): ((self: unknown) => string) | null {
  const expression = messageExpression === undefined ? null : readExpression(messageExpression);
  if (expression === null) return null;
  const otherwise = message ?? `failed rule: ${rule}`;
  return (self) => {
    try {
      const text = expression.evaluate(self);
      return typeof text === 'string' && text !== '' ? text : otherwise;
    } catch {
      return otherwise;
    }
  };
}

/** `.spec.rules` or `.metadata['name']`. */
const pathOf = ({ fieldPath = '' }: SchemaRule): string[] =>
  [...fieldPath.matchAll(/\.([A-Za-z_]\w*)|\['([^']*)'\]/g)].map(([, name, quoted]) => name ?? quoted ?? '');
