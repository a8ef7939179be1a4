import { canonicalBody } from '../../manifest/canonical-json.js';
import type { Manifest, Skipped } from '../../manifest/manifest.js';
import { DEFINITIONS_GROUP, isUsedKind } from '../../manifest/used-kinds.js';
import { refOf } from '../../model/evidence.js';
import { field, isFields, list, text } from '../../model/narrow.js';
import { kindCheck } from '../kind-check.js';
import type { Check, SchemaDialect } from '../schema.js';
import { patternTest } from './pattern.js';
import { RuleReader } from './rules.js';
import { schemaFrom } from './schema-from.js';

interface Definition {
  readonly manifest: Manifest;
  /** Served versions with their schemas as written. */
  readonly served: ReadonlyMap<string, unknown>;
  readonly rules: RuleReader;
}

/** The CustomResourceDefinitions of one snapshot: what its cluster itself says of its kinds. */
export class Definitions {
  readonly #byKind = new Map<string, Definition>();
  /** One budget for all: the definitions of a snapshot come from one hand. */
  readonly #budget = new RuleReader();

  constructor(manifests: readonly Manifest[]) {
    for (const manifest of manifests) {
      if (manifest.kind !== 'CustomResourceDefinition' || manifest.group !== DEFINITIONS_GROUP) continue;
      // Neither faults nor their order may hang on the order of keys.
      const { spec } = canonicalBody(manifest.body);
      const [group, kind] = [text(field(spec, 'group')), text(field(field(spec, 'names'), 'kind'))];
      const served = servedVersions(spec);
      if (!isUsedKind(group, kind) || served.size === 0) continue;
      this.#byKind.set(`${group}/${kind}`, { manifest, served, rules: this.#budget.sharing() });
    }
  }

  get size(): number {
    return this.#byKind.size;
  }

  /** null: no definition of the kind; else its served versions, and the check of one of them. */
  of(
    group: string,
    kind: string,
  ): { readonly versions: readonly string[]; checkOf(version: string): Check | null } | null {
    const definition = this.#byKind.get(`${group}/${kind}`);
    if (definition === undefined) return null;
    const { served, rules } = definition;
    return {
      versions: [...served.keys()],
      checkOf: (version) => (served.has(version) ? kindCheck(schemaFrom(served.get(version)), dialectOf(rules)) : null),
    };
  }

  /** Rules that were not asked, once for each definition. */
  notes(): Skipped[] {
    return [...this.#byKind.values()].flatMap(({ manifest, rules }) => {
      const [first] = rules.unasked;
      if (first === undefined) return [];
      const others = rules.unasked.size === 1 ? '' : ` and ${rules.unasked.size - 1} more`;
      const { file, line } = manifest.place;
      const message = `The rule ${JSON.stringify(first)}${others} cannot be evaluated here, so no object is refused for it.`;
      return [{ file, line, reason: 'UNSUPPORTED_RULE' as const, message, object: refOf(manifest) }];
    });
  }
}

const dialectOf = (rules: RuleReader): SchemaDialect => ({
  unknownFields: 'REFUSE',
  nulls: 'REFUSE',
  pattern: patternTest,
  rules: (schema) => rules.checkOf(schema),
});

function servedVersions(spec: unknown): Map<string, unknown> {
  const served = new Map<string, unknown>();
  for (const version of list(field(spec, 'versions'))) {
    const schema = field(field(version, 'schema'), 'openAPIV3Schema');
    if (field(version, 'served') === true && isFields(schema)) served.set(text(field(version, 'name')), schema);
  }
  return served;
}
