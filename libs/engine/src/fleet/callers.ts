import type { ObjectRef } from '../manifest/manifest.js';
import type { ClusterModel } from '../model/model.js';
import type { RuleField } from '../authorization/rule-fields.js';
import type { AuthorizationPolicy } from '../model/policy.js';
import { uniqueRefs } from './risk.js';

/**
 * Whom of the snapshot a policy means to admit: service accounts that it names in full, and namespaces. Patterns and
 * addresses are left out, because they do not tell who.
 */
export function callersMeantBy(policy: AuthorizationPolicy, model: ClusterModel): ObjectRef[] {
  if (policy.action !== 'ALLOW') return [];
  const named = policy.rules.flatMap(({ fields }) => fields.filter(({ negative }) => !negative));
  return uniqueRefs(named.flatMap((field) => refsOf(field, policy, model)));
}

function refsOf({ name, values }: RuleField, { namespace }: AuthorizationPolicy, model: ClusterModel): ObjectRef[] {
  switch (name) {
    case 'principals':
      return accountsOf(
        values.flatMap((principal) => PRINCIPAL.exec(principal)?.slice(1).join('/') ?? []),
        model,
      );
    case 'serviceAccounts':
      return accountsOf(
        values.map((account) => (account.includes('/') ? account : `${namespace}/${account}`)),
        model,
      );
    case 'namespaces':
      return values
        .filter((value) => model.namespaces.has(value))
        .map((value) => ({ kind: 'Namespace', namespace: '', name: value }));
    default:
      return [];
  }
}

const accountsOf = (accounts: readonly string[], { serviceAccounts }: ClusterModel): ObjectRef[] =>
  accounts
    .filter((account) => serviceAccounts.has(account))
    .map((account) => {
      const [namespace = '', name = ''] = account.split('/');
      return { kind: 'ServiceAccount', namespace, name };
    });

/** `trust-domain/ns/NAMESPACE/sa/ACCOUNT`, the SPIFFE id without its scheme. */
const PRINCIPAL = /^[^*]+\/ns\/([^/*]+)\/sa\/([^/*]+)$/;

/** Those of the callers that run in this snapshot without a mesh identity: neither ztunnel, a sidecar nor a gateway speaks for them. */
export function withoutIdentity(callers: readonly ObjectRef[], model: ClusterModel): ObjectRef[] {
  return callers.filter(({ kind, namespace, name }) => {
    const running = (model.workloadsByNamespace.get(kind === 'Namespace' ? name : namespace) ?? []).filter(
      ({ serviceAccount }) => kind === 'Namespace' || serviceAccount === name,
    );
    return running.length > 0 && running.every((workload) => !hasIdentity(workload));
  });
}

const hasIdentity = ({
  capture,
  sidecar,
  nativeTunnel,
  gateway,
  classicGateway,
}: ClusterModel['workloads'][number]): boolean =>
  capture.captured || sidecar || nativeTunnel || gateway !== null || classicGateway;
