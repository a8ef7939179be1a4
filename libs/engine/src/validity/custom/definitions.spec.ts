import { cpuUsage } from 'node:process';
import { describe, expect, it } from '@jest/globals';
import type { Manifest } from '../../manifest/manifest.js';
import { manifestOf } from '../../testing/manifest-of.js';
import { validate } from '../validate.js';

type Fields = Readonly<Record<string, unknown>>;

/** The definition of a kind whose spec has this schema. */
const definition = (spec: Fields, kind = 'Telemetry', group = 'telemetry.istio.io', served = true): Manifest =>
  manifestOf({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${kind.toLowerCase()}s.${group}` },
    spec: {
      group,
      names: { kind },
      versions: [
        { name: 'v1', served, schema: { openAPIV3Schema: { type: 'object', properties: { spec } } } },
        { name: 'v1alpha1', served: false, schema: { openAPIV3Schema: { type: 'object' } } },
      ],
    },
  });

const telemetry = (spec: unknown, version = 'v1'): Manifest =>
  manifestOf({
    apiVersion: `telemetry.istio.io/${version}`,
    kind: 'Telemetry',
    metadata: { name: 't', namespace: 'shop' },
    spec,
  });

const messages = (...manifests: Manifest[]): string[] => validate(manifests).skipped.map(({ message }) => message);

describe("a cluster's own definition of a kind", () => {
  const rated = definition({ type: 'object', properties: { rate: { type: 'integer', minimum: 1, maximum: 10 } } });

  it('comes before the schemas of the engine', () => {
    expect(messages(rated, telemetry({ rate: 11 }))).toEqual(['spec.rate must be at most 10, not 11.']);
    expect(messages(rated, telemetry({ tracing: [] }))).toEqual([
      'spec.tracing is not a field; the fields here are rate.',
    ]);
    expect(messages(telemetry({ tracing: [] }))).toEqual([]);
  });

  it('says which versions are served', () => {
    expect(messages(rated, telemetry({}, 'v1alpha1'))).toEqual([
      'apiVersion must be telemetry.istio.io/v1: no other version of the kind is served.',
    ]);
    expect(messages(telemetry({}, 'v1alpha1'))).toEqual([]);
  });

  it('is not asked when it serves nothing', () => {
    const idle = definition({ type: 'object' }, 'Telemetry', 'telemetry.istio.io', false);
    expect(messages(idle, telemetry({ tracing: [] }))).toEqual([]);
  });
});

describe('the rules of a definition', () => {
  const withRule = (rule: Fields, schema: Fields = { 'x-kubernetes-preserve-unknown-fields': true }) =>
    definition({ type: 'object', ...schema, 'x-kubernetes-validations': [rule] });

  it.each([
    ['has', { rule: '!has(self.a) || has(self.b)', message: 'a needs b' }, { a: 1 }, { a: 1, b: 2 }],
    ['loops', { rule: 'self.ports.all(port, port > 0 && port <= 65535)' }, { ports: [0] }, { ports: [80] }],
    ['exists_one', { rule: 'self.l.all(a, self.l.exists_one(b, a == b))' }, { l: ['x', 'x'] }, { l: ['x', 'y'] }],
    ['patterns', { rule: "self.name.matches('^a+$')" }, { name: 'b' }, { name: 'aa' }],
    ['URLs', { rule: "url(self.uri).getScheme() in ['https']" }, { uri: 'ftp://x' }, { uri: 'https://x/y' }],
    ['keys of maps', { rule: 'self.all(key, int(key) < 10)' }, { 12: 'x' }, { 1: 'x' }],
    ['a field that is missing', { rule: 'self.a > 1' }, {}, { a: 2 }],
  ])('are evaluated: %s', (_what, rule, wrong, right) => {
    expect(messages(withRule(rule), telemetry(right))).toEqual([]);
    expect(messages(withRule(rule), telemetry(wrong))).toEqual([
      `spec breaks a rule of its CustomResourceDefinition: ${'message' in rule ? rule.message : `failed rule: ${rule.rule}`}.`,
    ]);
  });

  it('see fields by names that a rule can write', () => {
    const schema = { properties: { namespace: { type: 'string' }, 'a-b': { type: 'string' } } };
    const both = withRule({ rule: 'self.__namespace__ == self.a__dash__b' }, schema);
    expect(messages(both, telemetry({ namespace: 'x', 'a-b': 'x' }))).toEqual([]);
    expect(messages(both, telemetry({ namespace: 'x', 'a-b': 'y' }))).toHaveLength(1);
  });

  it('name the field that they blame, in words that they make', () => {
    const rule = { rule: 'self.a == self.b', messageExpression: "'a is ' + self.a", fieldPath: '.a' };
    expect(messages(withRule(rule), telemetry({ a: 'x', b: 'y' }))).toEqual([
      'spec.a breaks a rule of its CustomResourceDefinition: a is x.',
    ]);
  });

  it('say nothing of one object when they are about changes', () => {
    expect(messages(withRule({ rule: 'self == oldSelf' }), telemetry({ a: 1 }))).toEqual([]);
  });

  it('refuse nothing when they cannot be evaluated here, and that is reported at the definition', () => {
    const { skipped, valid } = validate([withRule({ rule: 'quantity(self.a).isInteger()' }), telemetry({ a: '1' })]);
    expect(valid).toHaveLength(2);
    expect(skipped).toMatchObject([{ reason: 'UNSUPPORTED_RULE', object: { kind: 'CustomResourceDefinition' } }]);
    expect(skipped[0]?.message).toContain('quantity(self.a).isInteger()');
  });
});

describe('a hostile definition', () => {
  const long = 'a'.repeat(50_000);

  it.each([
    ['a pattern that explodes', { properties: { a: { type: 'string', pattern: '^(a+)+$' } } }, { a: `${long}!` }],
    ['a rule whose pattern explodes', rule("self.a.matches('^(a|a)*$')"), { a: `${long}!` }],
    [
      'a rule with loops in loops',
      rule('self.l.all(a, self.l.all(b, self.l.all(c, self.l.all(d, a + b + c + d >= 0))))'),
      { l: Array(300).fill(1) },
    ],
    ['a rule that doubles a text', rule(doubling(30)), { a: 'aaaaaaaa' }],
    ['a rule as long as a book', rule(`self.a == '' ${"|| self.a == 'x' ".repeat(5000)}`), { a: 'y' }],
    ['a schema as deep as the reader allows', nested(90), {}],
    [
      'keywords of wrong types',
      { properties: [], required: 'x', enum: 3, pattern: 4, oneOf: {}, items: [], maxLength: 'x' },
      { a: 1 },
    ],
    [
      'names of prototypes',
      { properties: { __proto__: { type: 'string' }, constructor: { type: 'string' }, toString: { type: 'integer' } } },
      { constructor: 'x', toString: 1 },
    ],
    ['a broken pattern', { properties: { a: { type: 'string', pattern: '(((' } } }, { a: 'x' }],
    ['a broken rule', rule('self.((('), { a: 'x' }],
  ])('is done with at once: %s', (_what, schema, spec) => {
    const start = cpuUsage();
    validate([
      definition({ type: 'object', ...(schema as Fields) }),
      ...Array.from({ length: 20 }, () => telemetry(spec)),
    ]);
    // Processor time: the clock runs on while a busy machine does other work.
    expect(cpuUsage(start).user).toBeLessThan(5_000_000);
  });
});

function rule(text: string): Fields {
  return { 'x-kubernetes-preserve-unknown-fields': true, 'x-kubernetes-validations': [{ rule: text }] };
}

function doubling(times: number): string {
  const bindings = Array.from({ length: times }, (_, index) => `cel.bind(v${index + 1}, v${index} + v${index}, `).join(
    '',
  );
  return `cel.bind(v0, self.a, ${bindings} size(v${times}) >= 0${')'.repeat(times + 1)}`;
}

function nested(depth: number): Fields {
  return depth === 0 ? { type: 'string' } : { type: 'object', properties: { a: nested(depth - 1) } };
}
