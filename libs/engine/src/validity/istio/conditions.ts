import { field, list, text } from '../../model/narrow.js';
import { shown } from '../fault-text.js';
import type { FaultList } from './fault-list.js';
import { mustNotBeEmpty, notAnAddress, notAPort, notAServiceAccount, type ProblemOf } from './value-problems.js';

/** istio pkg/config/security ValidateAttribute: keys as they stand, and what their values must be. */
const KEYS: ReadonlyMap<string, ProblemOf> = new Map([
  ['source.ip', notAnAddress],
  ['remote.ip', notAnAddress],
  ['destination.ip', notAnAddress],
  ['destination.port', notAPort],
  ['source.serviceAccount', notAServiceAccount],
  ['source.namespace', mustNotBeEmpty],
  ['source.principal', mustNotBeEmpty],
  ['source.trustDomain', mustNotBeEmpty],
  ['request.auth.principal', mustNotBeEmpty],
  ['request.auth.audiences', mustNotBeEmpty],
  ['request.auth.presenter', mustNotBeEmpty],
  ['connection.sni', mustNotBeEmpty],
]);

/** Keys with a name in brackets: `request.headers[user-agent]`. */
const MAPS = [
  'request.headers',
  'request.experimental.inline_headers',
  'request.auth.claims',
  'experimental.envoy.filters.',
];

/** One entry of `when`. */
export function conditionFaults(
  condition: unknown,
  path: readonly (string | number)[],
  action: string,
  faults: FaultList,
): void {
  const key = text(field(condition, 'key'));
  const lists = ['values', 'notValues'].map((name) => [name, list(field(condition, name))] as const);
  if (key === '') return faults.add([...path, 'key'], 'must not be empty');
  if (lists.every(([, values]) => values.length === 0)) {
    return faults.add([...path, 'values'], `must be set for the key ${key}, or notValues`);
  }
  const problem = keyProblem(key);
  if (problem !== null) return faults.add([...path, 'key'], problem);
  if (action === 'CUSTOM' && isIdentityKey(key))
    faults.add([...path, 'key'], `must not be ${key}, as the action is CUSTOM`);
  const problemOf = KEYS.get(key) ?? mustNotBeEmpty;
  for (const [name, values] of lists) faults.addTexts([...path, name], values, problemOf);
}

const isIdentityKey = (key: string): boolean =>
  key === 'source.namespace' || key === 'source.principal' || key.startsWith('request.auth.');

function keyProblem(key: string): string | null {
  if (KEYS.has(key)) return null;
  if (MAPS.some((map) => key.startsWith(map))) {
    const open = key.indexOf('[');
    const isNamed = key.endsWith(']') && open > 0 && open < key.length - 2;
    return isNamed ? null : `must name an entry in brackets, such as request.headers[user-agent], not ${shown(key)}`;
  }
  if (key === 'destination.namespace') return "must not be destination.namespace: the policy's own namespace says it";
  if (key.startsWith('destination.labels')) return `must not be ${key}: the policy's selector says it`;
  return `must be a condition that Istio knows, not ${shown(key)}`;
}
