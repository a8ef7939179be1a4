import type { AuthorizationRule, RuleField } from '../authorization/rule-fields.js';
import type { AuthorizationPolicy } from '../model/policy.js';
import { dryRunMode, type SendingModel } from './dry-run.js';
import { ztunnelField } from './fields.js';
import {
  toAddressBlock,
  toPort,
  toServiceAccountMatch,
  toStringMatch,
  type ServiceAccountMatch,
  type StringMatch,
} from './values.js';

export type ZtunnelScope = 'GLOBAL' | 'NAMESPACE' | 'WORKLOAD_SELECTOR';

/** Populated dimensions are AND-ed; a match without any never holds (ztunnel rbac.rs is_empty). */
export interface ZtunnelMatch {
  readonly namespaces?: readonly StringMatch[];
  readonly notNamespaces?: readonly StringMatch[];
  readonly serviceAccounts?: readonly ServiceAccountMatch[];
  readonly notServiceAccounts?: readonly ServiceAccountMatch[];
  readonly principals?: readonly StringMatch[];
  readonly notPrincipals?: readonly StringMatch[];
  readonly sourceIps?: readonly string[];
  readonly notSourceIps?: readonly string[];
  readonly destinationIps?: readonly string[];
  readonly notDestinationIps?: readonly string[];
  readonly destinationPorts?: readonly number[];
  readonly notDestinationPorts?: readonly number[];
}

/** Clauses are AND-ed, the matches of a clause OR-ed. */
export type ZtunnelRule = readonly (readonly ZtunnelMatch[])[];

/** A policy in the form in which istiod sends it to ztunnel; rules are OR-ed. */
export interface ZtunnelPolicy {
  /** `namespace/name` */
  readonly name: string;
  readonly scope: ZtunnelScope;
  readonly action: 'ALLOW' | 'DENY';
  readonly rules: readonly ZtunnelRule[];
  /** Only logged. */
  readonly dryRun?: true;
}

/** Why istiod does not send an AuthorizationPolicy to ztunnel at all (semantics 4.1), in istiod's order. */
export type NotSentReason = 'DRY_RUN' | 'TARGET_REFS' | 'UNSUPPORTED_ACTION';

export function notSentReason(policy: AuthorizationPolicy, model: SendingModel): NotSentReason | null {
  if (policy.dryRun && dryRunMode(model) === 'NOT_SENT') return 'DRY_RUN';
  if (policy.targetRefs.length > 0) return 'TARGET_REFS';
  return policy.action === 'ALLOW' || policy.action === 'DENY' ? null : 'UNSUPPORTED_ACTION';
}

export function ztunnelScope(
  policy: Pick<AuthorizationPolicy, 'selector' | 'namespace'>,
  rootNamespace: string,
): ZtunnelScope {
  if (policy.selector !== undefined) return 'WORKLOAD_SELECTOR';
  return policy.namespace === rootNamespace ? 'GLOBAL' : 'NAMESPACE';
}

/**
 * What istiod makes of an AuthorizationPolicy for ztunnel; null when it sends nothing.
 * Istio ambient/authorization.go convertAuthorizationPolicy (semantics 4.1 to 4.3).
 */
export function convertAuthorizationPolicy(policy: AuthorizationPolicy, model: SendingModel): ZtunnelPolicy | null {
  if (notSentReason(policy, model) !== null) return null;
  const action = policy.action === 'DENY' ? 'DENY' : 'ALLOW';
  const rules = policy.rules.flatMap((rule) => convertRule(rule, action, policy.namespace));
  return {
    name: `${policy.namespace}/${policy.name}`,
    scope: ztunnelScope(policy, model.mesh.rootNamespace),
    action,
    rules,
    ...(policy.dryRun && dryRunMode(model) === 'LOGGED' ? { dryRun: true } : {}),
  };
}

function convertRule(
  { clauses, fields }: AuthorizationRule,
  action: 'ALLOW' | 'DENY',
  policyNamespace: string,
): ZtunnelRule[] {
  const needsHttp = fields.some((f) => ztunnelField(f) === 'L7');
  if (action === 'ALLOW' && needsHttp) return [];
  return [clauses.map(({ alternatives }) => alternatives.map((fields) => convertMatch(fields, policyNamespace)))];
}

type Dimension = 'namespaces' | 'serviceAccounts' | 'principals' | 'sourceIps' | 'destinationIps' | 'destinationPorts';

const DIMENSIONS = new Map<string, Dimension>([
  ['namespaces', 'namespaces'],
  ['notNamespaces', 'namespaces'],
  ['when.source.namespace', 'namespaces'],
  ['serviceAccounts', 'serviceAccounts'],
  ['notServiceAccounts', 'serviceAccounts'],
  ['principals', 'principals'],
  ['notPrincipals', 'principals'],
  ['when.source.principal', 'principals'],
  ['ipBlocks', 'sourceIps'],
  ['notIpBlocks', 'sourceIps'],
  ['when.source.ip', 'sourceIps'],
  ['when.destination.ip', 'destinationIps'],
  ['ports', 'destinationPorts'],
  ['notPorts', 'destinationPorts'],
  ['when.destination.port', 'destinationPorts'],
]);

/** One element of `from` or `to` or one `when`; what ztunnel does not compare is left out. */
export function convertMatch(fields: readonly RuleField[], policyNamespace: string): ZtunnelMatch {
  const match: Record<string, unknown> = {};
  for (const { name, negative, values } of fields) {
    const dimension = DIMENSIONS.get(name);
    if (dimension === undefined) continue;
    const converted = convertValues(dimension, values, policyNamespace);
    const key = negative ? `not${dimension.charAt(0).toUpperCase()}${dimension.slice(1)}` : dimension;
    if (converted.length > 0) match[key] = converted;
  }
  return match as ZtunnelMatch;
}

function convertValues(dimension: Dimension, values: readonly string[], policyNamespace: string): unknown[] {
  switch (dimension) {
    case 'namespaces':
    case 'principals':
      return values.map(toStringMatch);
    case 'serviceAccounts':
      return values.map((value) => toServiceAccountMatch(value, policyNamespace));
    case 'sourceIps':
    case 'destinationIps':
      return values.map(toAddressBlock).filter((block) => block !== null);
    case 'destinationPorts':
      return values.map(toPort).filter((port) => port !== null);
  }
}
