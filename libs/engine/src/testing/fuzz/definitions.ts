import type { Choices } from './choices.js';
import { OFTEN_KINDS } from './kinds.js';
import type { Fields } from './objects.js';
import { WORDS } from './vocabulary.js';

/** Rules that are right, wrong, or meant to take for ever. */
const RULES = [
  'has(self.spec)',
  'self.spec.rules.all(a, self.spec.rules.all(b, self.spec.rules.all(c, a == b || b != c)))',
  `self.spec.x${'.map(a, [a, a])'.repeat(20)}.size() > 0`,
  'self.metadata.name.matches("(a+)+$")',
  'self.metadata.name.startsWith("c")',
  'self == oldSelf',
  `${'('.repeat(200)}true${')'.repeat(200)}`,
  'constructor.constructor("globalThis.waymarkWasFooled = true")()',
  'self.__proto__.polluted',
  '1 +',
  '',
];

/** A definition as a cluster holds it for a kind that often stands beside it, strange in its patterns and rules. */
export function definitionOf(choices: Choices): Fields {
  const { apiVersion, kind, schema } = choices.of(OFTEN_KINDS.filter(({ apiVersion }) => apiVersion.includes('/')));
  const [group = '', version = ''] = apiVersion.split('/');
  const name = { type: 'string', pattern: choices.of(WORDS.regex ?? ['']) };
  const rules = choices.many(0, 2, () => ({ rule: choices.of(RULES), message: 'no' }));
  const openAPIV3Schema = {
    ...(choices.percent(60) ? schema : {}),
    type: 'object',
    ...(choices.percent(30)
      ? { properties: { ...schema.properties, spec: { type: 'object', additionalProperties: name } } }
      : {}),
    ...(rules.length > 0 ? { 'x-kubernetes-validations': rules } : {}),
  };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${kind.toLowerCase()}s.${group}` },
    spec: { group, names: { kind }, versions: [{ name: version, served: true, schema: { openAPIV3Schema } }] },
  };
}
