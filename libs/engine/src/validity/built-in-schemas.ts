import { SCHEMA_SOURCE, SCHEMAS } from './generated/schemas.js';
import type { Schema } from './schema.js';

export { SCHEMA_SOURCE };

/** group → kind → version → schema */
type SchemasByGroup = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Schema>>>>>>;

/** A schema whose subschemas are indices of earlier nodes (tools/schemas/pool.mjs). */
type Node = Record<string, unknown>;

let linked: SchemasByGroup | null = null;

/**
 * The schemas of Istio's and the Gateway API's kinds by version, for clusters whose snapshot has no
 * CustomResourceDefinitions. Constant: read once in a process, at the first object that needs one.
 */
export function builtInSchemas(group: string, kind: string): Readonly<Record<string, Schema>> | null {
  linked ??= link();
  return linked[group]?.[kind] ?? null;
}

/** The kind of a group that is written like `kind` but for the case of its letters. */
export function kindInOtherCase(group: string, kind: string): string | null {
  linked ??= link();
  const plain = kind.toLowerCase();
  return Object.keys(linked[group] ?? {}).find((known) => known !== kind && known.toLowerCase() === plain) ?? null;
}

function link(): SchemasByGroup {
  const { kinds, nodes } = JSON.parse(SCHEMAS) as { kinds: SchemasByGroup; nodes: Node[] };
  for (const node of nodes) {
    if (node.properties) node.properties = linkedValues(node.properties as Record<string, number>, nodes);
    for (const keyword of ['items', 'additionalProperties', 'not']) {
      if (typeof node[keyword] === 'number') node[keyword] = nodes[node[keyword]];
    }
    for (const keyword of ['allOf', 'anyOf', 'oneOf']) {
      if (node[keyword]) node[keyword] = (node[keyword] as number[]).map((index) => nodes[index]);
    }
  }
  return mapValues(kinds, (group) => mapValues(group, (versions) => linkedValues(versions as never, nodes)));
}

const linkedValues = (indices: Readonly<Record<string, number>>, nodes: readonly Node[]): Record<string, Schema> =>
  mapValues(indices, (index) => nodes[index] as Schema);

const mapValues = <From, To>(record: Readonly<Record<string, From>>, change: (value: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
