import { factAt } from '../../model/evidence.js';
import type { CheckIndex } from '../check-index.js';
import { defineCheck, type CheckInput } from '../define-check.js';
import {
  ACCOUNT_FIELDS,
  harmOfDeadValue,
  knowsNamespace,
  namespacesByAccount,
  namespacesNamed,
  type Principal,
  principalsOf,
  qualified,
} from '../identities.js';
import { type RuleValue, valuesNamed } from '../rule-values.js';
import { nameOf } from '../say.js';

export const unknownPrincipal = defineCheck({
  id: 'unknown-principal',
  severity: 'warning',
  title: 'A policy for a caller that does not exist',
  why: 'A namespace or service account that nothing in this cluster has is usually misspelt: the caller that was meant is not recognised, so an ALLOW refuses it and a DENY lets it pass.',
  fix: 'Correct the namespace or the service account. Callers that live in another cluster of the mesh are an exception worth writing down.',
  source: 'semantics 4.7, 10.1 (AP_PRINCIPAL_UNKNOWN_SA); ztunnel src/rbac.rs matches_principal',

  run(input, report) {
    // Without workloads the snapshot cannot tell who exists.
    if (input.model.workloads.length === 0) return;
    for (const { policy, field, position, value, missing } of unknownValues(input)) {
      report({
        manifest: policy.manifest,
        field: [...field.path, position],
        message: `${nameOf(policy)} names ${value}, but there is no ${missing}: it ${harmOfDeadValue(policy, field)}`,
        affected: input.index.evaluatedFor(policy),
        evidence: [factAt(policy.manifest, [...field.path, position], `The snapshot holds no ${missing}.`)],
        cause: missing,
      });
    }
  },
});

interface UnknownValue extends RuleValue {
  readonly missing: string;
}

function unknownValues(input: CheckInput): UnknownValue[] {
  const { index } = input;
  const at = (places: readonly RuleValue[], missing: string | null): UnknownValue[] =>
    missing === null ? [] : places.map((place) => ({ ...place, missing }));
  return [
    ...principalsOf(index).flatMap((found) => at(found.places, missingPrincipal(input, found))),
    ...namespacesNamed(index).flatMap(({ value, places }) => at(places, missingNamespace(input, value))),
    ...valuesNamed(index, ...ACCOUNT_FIELDS).flatMap((found) =>
      at([found], missingAccount(input, qualified(found.value, found.policy))),
    ),
  ].filter((found) => !isMeantElsewhere(input, found));
}

/** An account without its namespace in a policy of the root namespace: a check of its own says where it exists. */
const isMeantElsewhere = ({ model, index }: CheckInput, { policy, field, value }: UnknownValue): boolean =>
  policy.namespace === model.mesh.rootNamespace &&
  ACCOUNT_FIELDS.some((name) => name === field.name) &&
  !value.includes('/') &&
  namespacesByAccount(index).has(value);

/** Another trust domain has its own namespaces, and a check of its own. */
function missingPrincipal(input: CheckInput, { parts }: Principal): string | null {
  if (parts === null) return null;
  const { trustDomain, trustDomainAliases } = input.model.mesh;
  if (!['*', 'cluster.local', trustDomain, ...trustDomainAliases].includes(parts.trustDomain)) return null;
  return missingAccount(input, `${parts.namespace}/${parts.serviceAccount}`);
}

function missingAccount(input: CheckInput, account: string): string | null {
  const [namespace = '', name = ''] = account.split('/');
  const missing = missingNamespace(input, namespace);
  if (missing !== null || account.includes('*')) return missing;
  return input.index.once(knownAccounts).has(account) ? null : `service account ${name} in namespace ${namespace}`;
}

const missingNamespace = ({ model }: CheckInput, name: string): string | null =>
  name === '' || name.includes('*') || knowsNamespace(model, name) ? null : `namespace ${name}`;

/** Gateways of rendered manifests have no pods yet; istiod will name their account after them (semantics 5.6). */
function knownAccounts({ model }: CheckIndex): ReadonlySet<string> {
  const ofGateways = model.gateways.flatMap(({ namespace, name, className, serviceAccount }) =>
    [serviceAccount, name, `${name}-${className}`].map((account) => `${namespace}/${account}`),
  );
  // Every namespace has the account `default`.
  const defaults = [...model.namespaces.keys()].map((name) => `${name}/default`);
  return new Set([...model.serviceAccounts, ...ofGateways, ...defaults]);
}
