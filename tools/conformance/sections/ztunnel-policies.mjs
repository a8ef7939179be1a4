import { sentPolicies } from '@waymark/engine';

/** What istiod sends to ztunnel as authorization (semantics 4.1 to 4.3, 6). */
export const ztunnelPolicies = {
  name: 'ztunnelPolicies',
  expected: ({ expect }) => expect.ztunnelPolicies ?? [],
  ours: ({ model }) => sentPolicies(model).map(withWrittenLengths),
  keyOf: ({ name }) => name,
};

/**
 * The vectors write a length of 0 as the full one, because protobuf leaves a 0 out; their verdicts show that it is 0
 * (0.0.0.0/0 matches every address).
 */
const withWrittenLengths = (policy) => JSON.parse(JSON.stringify(policy, (key, value) => written(value)));

const written = (value) => {
  if (typeof value !== 'string' || !value.endsWith('/0')) return value;
  return value.includes(':') ? value.replace(/\/0$/, '/128') : value.replace(/^([0-9.]+)\/0$/, '$1/32');
};
