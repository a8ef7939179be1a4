import { Selection } from '../attachment/selection.js';
import type { ClusterModel, Workload } from '../model/model.js';
import type { AuthorizationPolicy } from '../model/policy.js';
import { notSentReason } from './convert.js';

/**
 * The selector policies that istiod lists on each workload; those of a namespace or of the mesh apply by scope and are
 * not listed (semantics 4.8; Istio ambient/workloads.go buildWorkloadPolicies).
 */
export function listedPolicies(model: ClusterModel): ReadonlyMap<Workload, readonly AuthorizationPolicy[]> {
  const selection = new Selection(model);
  const listed = new Map<Workload, AuthorizationPolicy[]>();
  for (const policy of model.policies) {
    if (policy.kind !== 'AuthorizationPolicy' || policy.selector === undefined) continue;
    if (notSentReason(policy, model) !== null) continue;
    for (const workload of selection.atZtunnel(policy)) {
      const policies = listed.get(workload);
      if (policies === undefined) listed.set(workload, [policy]);
      else policies.push(policy);
    }
  }
  return listed;
}
