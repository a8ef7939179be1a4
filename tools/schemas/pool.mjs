/**
 * Equal subschemas once: `nodes[i]` is a schema whose subschemas are indices of earlier nodes. `kinds` has the index of
 * the schema of each group, kind and version.
 */
export function pooled(kinds) {
  const nodes = [];
  const known = new Map();

  const add = (schema) => {
    const node = { ...schema };
    if (node.properties) node.properties = mapValues(node.properties, add);
    for (const keyword of ['items', 'additionalProperties', 'not'])
      if (node[keyword]) node[keyword] = add(node[keyword]);
    for (const keyword of ['allOf', 'anyOf', 'oneOf']) if (node[keyword]) node[keyword] = node[keyword].map(add);
    const text = JSON.stringify(sorted(node));
    if (!known.has(text)) known.set(text, nodes.push(JSON.parse(text)) - 1);
    return known.get(text);
  };
  return {
    kinds: mapValues(sorted(kinds), (group) =>
      mapValues(sorted(group), (versions) => mapValues(sorted(versions), add)),
    ),
    nodes,
  };
}

const mapValues = (record, change) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));

const sorted = (record) => Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
