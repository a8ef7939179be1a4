import { factAt } from '../../model/evidence.js';
import type { Workload } from '../../model/model.js';
import { defineCheck } from '../define-check.js';
import { networkPolicies, type NetworkPolicy } from '../network-policies.js';
import { count, nameOf } from '../say.js';

export const networkPolicyBlocksHbone = defineCheck({
  id: 'network-policy-blocks-hbone',
  severity: 'error',
  title: 'A NetworkPolicy that closes the port of the mesh',
  why: 'The network sees only the outer connection of the mesh, to TCP port 15008 of the pod, whatever port the application listens on. These NetworkPolicies open ports of the application and not that one, so that traffic between pods of the mesh is dropped.',
  fix: 'Open TCP port 15008 beside the ports of the application.',
  source: 'istio.io ambient/usage/networkpolicy (semantics 3.8, 10.3)',

  run(input, report) {
    const policies = networkPolicies(input);
    const closed = new Map<NetworkPolicy, Workload[]>();
    for (const [workload, selecting] of workloadsUnder(policies)) {
      if (!workload.capture.captured) continue;
      // A pod that nobody may call is closed on purpose.
      const opening = selecting.filter(({ opensPorts }) => opensPorts);
      if (opening.length === 0 || selecting.some(({ opensHbone }) => opensHbone)) continue;
      for (const policy of opening) {
        const known = closed.get(policy);
        if (known === undefined) closed.set(policy, [workload]);
        else known.push(workload);
      }
    }
    for (const [{ manifest }, workloads] of closed) {
      const owners = workloads.map(({ owner }) => owner);
      report({
        manifest,
        field: ['spec', 'ingress'],
        message: `${nameOf(manifest)} opens ports of the application and not 15008: traffic of the mesh to ${count(new Set(owners.map(nameOf)).size, 'workload')} is dropped`,
        affected: owners,
        evidence: [factAt(manifest, ['spec', 'ingress'], 'No rule here admits TCP port 15008.')],
      });
    }
  },
});

/** The NetworkPolicies for ingress that select each workload. */
function workloadsUnder(policies: readonly NetworkPolicy[]): ReadonlyMap<Workload, readonly NetworkPolicy[]> {
  const under = new Map<Workload, NetworkPolicy[]>();
  for (const policy of policies) {
    for (const workload of policy.workloads) {
      const known = under.get(workload);
      if (known === undefined) under.set(workload, [policy]);
      else known.push(policy);
    }
  }
  return under;
}
