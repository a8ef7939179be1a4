import type { AuthorizationPolicy } from '../model/policy.js';
import { isPortField } from './envoy-outcome.js';
import type { RuleField } from './rule-fields.js';

/** The `ports`, `notPorts` and `destination.port` fields of a policy. */
export const portFieldsOf = ({ rules }: AuthorizationPolicy): readonly RuleField[] =>
  rules.flatMap(({ fields }) => fields.filter(isPortField));

/** The numbers that the fields name; what is no port is left out. */
export const portsOf = (fields: readonly RuleField[]): readonly number[] => [
  ...new Set(fields.flatMap(({ values }) => values.filter((value) => /^\d+$/.test(value)).map(Number))),
];
