import type { ObjectRef } from '../manifest/manifest.js';
import type { ClusterModel } from '../model/model.js';
import type { AuthorizationPolicy, SourceMatch } from '../model/policy.js';
import { uniqueRefs } from './risk.js';

/**
 * Whom of the snapshot a policy means to admit: service accounts that it names in full, and namespaces. Patterns and
 * addresses are left out, because they do not tell who.
 */
export function callersMeantBy(policy: AuthorizationPolicy, model: ClusterModel): ObjectRef[] {
  if (policy.action !== 'ALLOW') return [];
  const sources = policy.rules.flatMap(({ from }) => from);
  return uniqueRefs(sources.flatMap((source) => [...accounts(source, policy, model), ...namespaces(source, model)]));
}

function accounts(source: SourceMatch, { namespace }: AuthorizationPolicy, { serviceAccounts }: ClusterModel) {
  const byPrincipal = source.principals.flatMap((principal) => PRINCIPAL.exec(principal)?.slice(1).join('/') ?? []);
  const byName = source.serviceAccounts.map((account) => (account.includes('/') ? account : `${namespace}/${account}`));
  return [...byPrincipal, ...byName]
    .filter((account) => serviceAccounts.has(account))
    .map((account): ObjectRef => {
      const [accountNamespace = '', name = ''] = account.split('/');
      return { kind: 'ServiceAccount', namespace: accountNamespace, name };
    });
}

/** `trust-domain/ns/NAMESPACE/sa/ACCOUNT`, the SPIFFE id without its scheme. */
const PRINCIPAL = /^[^*]+\/ns\/([^/*]+)\/sa\/([^/*]+)$/;

const namespaces = ({ namespaces: names }: SourceMatch, model: ClusterModel): ObjectRef[] =>
  names.filter((name) => model.namespaces.has(name)).map((name) => ({ kind: 'Namespace', namespace: '', name }));

/** Those of the callers that run in this snapshot without a mesh identity: neither ztunnel, a sidecar nor a gateway speaks for them. */
export function withoutIdentity(callers: readonly ObjectRef[], model: ClusterModel): ObjectRef[] {
  return callers.filter(({ kind, namespace, name }) => {
    const running = (model.workloadsByNamespace.get(kind === 'Namespace' ? name : namespace) ?? []).filter(
      ({ serviceAccount }) => kind === 'Namespace' || serviceAccount === name,
    );
    return running.length > 0 && running.every((workload) => !hasIdentity(workload));
  });
}

const hasIdentity = ({ capture, sidecar, nativeTunnel, gateway }: ClusterModel['workloads'][number]): boolean =>
  capture.captured || sidecar || nativeTunnel || gateway !== null;
