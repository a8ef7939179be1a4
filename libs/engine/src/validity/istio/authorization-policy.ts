import { field, isFields, list, text, type Fields } from '../../model/narrow.js';
import { attachmentFaults } from './attachment.js';
import { conditionFaults } from './conditions.js';
import type { FaultList } from './fault-list.js';
import { pathProblem } from './path-templates.js';
import {
  mustNotBeEmpty,
  notAnAddress,
  notAPort,
  notAServiceAccount,
  notATrustDomain,
  type ProblemOf,
} from './value-problems.js';

type Path = readonly (string | number)[];

/** istio pkg/config/validation/validation.go ValidateAuthorizationPolicy, and the CEL rules of its CRD. */
export function authorizationPolicyFaults(spec: Fields, faults: FaultList): void {
  attachmentFaults(spec, faults);
  const action = text(spec.action) || 'ALLOW';
  const rules = list(spec.rules);
  const provider = text(field(spec.provider, 'name'));
  // DENY without rules is left to the check `deny-without-rules`: the policy does nothing, and clusters without the webhook hold it.
  if (action === 'CUSTOM' && spec.rules === undefined) {
    faults.add(
      ['rules'],
      'must be set: a CUSTOM policy without rules matches nothing; add an empty rule {} to match every request',
    );
  }
  if (action === 'CUSTOM' && provider === '') faults.add(['provider', 'name'], 'must be set, as the action is CUSTOM');
  if (action !== 'CUSTOM' && spec.provider !== undefined)
    faults.add(['provider'], `must not be set, as the action is ${action}`);
  rules.forEach((rule, index) => ruleFaults(rule, ['rules', index], action, faults));
}

function ruleFaults(rule: unknown, path: Path, action: string, faults: FaultList): void {
  for (const side of ['from', 'to']) {
    const entries = field(rule, side);
    if (Array.isArray(entries) && entries.length === 0)
      faults.add([...path, side], 'must not be empty; leave it out to match all');
  }
  list(field(rule, 'from')).forEach((from, index) => {
    sourceFaults(field(from, 'source'), [...path, 'from', index, 'source'], action, faults);
  });
  list(field(rule, 'to')).forEach((to, index) => {
    elementFaults(field(to, 'operation'), OPERATION_FIELDS, [...path, 'to', index, 'operation'], faults);
  });
  list(field(rule, 'when')).forEach((condition, index) => {
    conditionFaults(condition, [...path, 'when', index], action, faults);
  });
}

type ValueProblems = readonly (readonly [field: string, problemOf: ProblemOf])[];

/** A field and its `not…` twin ask the same of their values. */
const SOURCE_FIELDS: ValueProblems = withTwins({
  principals: mustNotBeEmpty,
  requestPrincipals: mustNotBeEmpty,
  namespaces: mustNotBeEmpty,
  serviceAccounts: notAServiceAccount,
  trustDomains: notATrustDomain,
  ipBlocks: notAnAddress,
  remoteIpBlocks: notAnAddress,
});
const OPERATION_FIELDS: ValueProblems = withTwins({
  hosts: mustNotBeEmpty,
  methods: mustNotBeEmpty,
  ports: notAPort,
  paths: pathProblem,
});

function withTwins(problems: Readonly<Record<string, ProblemOf>>): ValueProblems {
  return Object.entries(problems).flatMap(([name, problem]) => [
    [name, problem] as const,
    [`not${name[0]?.toUpperCase()}${name.slice(1)}`, problem] as const,
  ]);
}

/** A source or an operation: something must be asked, and every value must make sense. */
function elementFaults(element: unknown, known: ValueProblems, path: Path, faults: FaultList): boolean {
  if (!isFields(element)) {
    faults.add(path, 'must be set; leave the entry out to match all');
    return false;
  }
  let asks = false;
  for (const [name, problemOf] of known) {
    const values = list(element[name]);
    if (values.length === 0) continue;
    asks = true;
    faults.addTexts([...path, name], values, problemOf);
  }
  if (!asks) faults.add(path, `must ask for something: set one of ${known.map(([name]) => name).join(', ')}`);
  return asks;
}

const IDENTITIES = ['principals', 'notPrincipals', 'namespaces', 'notNamespaces'];
const REQUEST_IDENTITIES = ['requestPrincipals', 'notRequestPrincipals'];

function sourceFaults(source: unknown, path: Path, action: string, faults: FaultList): void {
  if (!elementFaults(source, SOURCE_FIELDS, path, faults)) return;
  const accounts = ['serviceAccounts', 'notServiceAccounts'].find((name) => Object.hasOwn(source as Fields, name));
  const identity = IDENTITIES.find((name) => Object.hasOwn(source as Fields, name));
  if (accounts !== undefined && identity !== undefined) {
    faults.add([...path, accounts], `must not be set beside ${identity}; keep one of them`);
  }
  if (action !== 'CUSTOM') return;
  for (const name of [...IDENTITIES, ...REQUEST_IDENTITIES]) {
    if (list(field(source, name)).length > 0) faults.add([...path, name], 'must not be set, as the action is CUSTOM');
  }
}
