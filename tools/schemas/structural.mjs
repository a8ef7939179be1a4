/**
 * The schema of a kind as its CustomResourceDefinition has it: without the fields that every object has (the API server
 * checks those itself), and with Kubernetes' own marks where the models only imply them.
 */
export function structural({ properties, required = [], ...rest }) {
  const own = Object.fromEntries(Object.entries(properties).filter(([name]) => !OF_EVERY_OBJECT.has(name)));
  const needed = required.filter((name) => name in own);
  const root = { ...rest, type: 'object', properties: own, ...(needed.length > 0 && { required: needed }) };
  return marked(root);
}

const OF_EVERY_OBJECT = new Set(['apiVersion', 'kind', 'metadata']);

function marked(schema) {
  if (isIntOrString(schema)) return { 'x-kubernetes-int-or-string': true };
  const result = { ...schema };
  if (result.properties) result.properties = mapValues(result.properties, marked);
  for (const keyword of ['items', 'additionalProperties', 'not']) {
    if (result[keyword]) result[keyword] = marked(result[keyword]);
  }
  for (const keyword of ['allOf', 'anyOf', 'oneOf']) {
    if (result[keyword]) result[keyword] = result[keyword].map(marked);
  }
  // A CRD must say so of an object that names no fields (apiextensions validation: structural schemas).
  if (result.type === 'object' && !result.properties && !result.additionalProperties) {
    result['x-kubernetes-preserve-unknown-fields'] = true;
  }
  return result;
}

const isIntOrString = ({ anyOf }) =>
  anyOf?.length === 2 &&
  anyOf
    .map(({ type }) => type)
    .sort()
    .join() === 'integer,string';

const mapValues = (record, change) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
