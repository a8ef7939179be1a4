import { factAt } from '../../model/evidence.js';
import type { FieldPath, ObjectRef } from '../../manifest/manifest.js';
import type { Workload } from '../../model/model.js';
import { labelValue } from '../../model/narrow.js';
import { keyOf, type CheckIndex } from '../check-index.js';
import { defineCheck } from '../define-check.js';
import { listed, nameOf } from '../say.js';

const BYPASS = 'ambient.istio.io/bypass-inbound-capture';

export const inboundBypassWithPolicy = defineCheck({
  id: 'inbound-bypass-with-policy',
  severity: 'error',
  title: 'Policies on pods whose plaintext traffic goes around ztunnel',
  why: 'With the annotation `ambient.istio.io/bypass-inbound-capture` plain traffic reaches the application without ztunnel: no AuthorizationPolicy and no STRICT mode applies to it.',
  fix: 'Remove the annotation, or protect the pods in another way (a NetworkPolicy) and say so in an exception.',
  source: 'istio cni/pkg/iptables; ztunnel src/proxy/inbound_passthrough.rs (semantics 1.3)',

  run({ model, index }, report) {
    const seen = new Set<string>();
    for (const workload of model.workloads) {
      const { owner, annotations } = workload;
      if (labelValue(annotations, BYPASS) !== 'true' || seen.has(keyOf(owner))) continue;
      const policies = index.once(policiesBypassed).get(keyOf(owner)) ?? [];
      if (policies.length === 0) continue;
      seen.add(keyOf(owner));
      report({
        manifest: workload.manifest,
        field: annotationPath(workload),
        message: `${nameOf(owner)} lets plaintext traffic go around ztunnel, so ${listed(policies.map(nameOf))} ${
          policies.length === 1 ? 'does' : 'do'
        } not apply to it`,
        affected: [owner, ...policies],
        evidence: [
          factAt(
            workload.manifest,
            annotationPath(workload),
            'Plain inbound traffic to these pods is not redirected to ztunnel.',
          ),
        ],
        cause: keyOf(owner),
      });
    }
  },
});

/** Policies that ztunnel would enforce on plaintext traffic, by the workload that lets it pass. */
function policiesBypassed(index: CheckIndex): ReadonlyMap<string, ObjectRef[]> {
  const byOwner = new Map<string, ObjectRef[]>();
  for (const policy of index.model.policies) {
    for (const { effect, pathClass, targets } of index.verdictsOf(policy, 'ZTUNNEL')) {
      if (effect !== 'BYPASSED' || pathClass !== 'UNCAPTURED_CLIENT') continue;
      for (const owner of targets) {
        const known = byOwner.get(keyOf(owner));
        if (known === undefined) byOwner.set(keyOf(owner), [policy]);
        else known.push(policy);
      }
    }
  }
  return byOwner;
}

const annotationPath = ({ kind, manifest }: Workload): FieldPath => {
  const template = manifest.kind === 'CronJob' ? ['spec', 'jobTemplate', 'spec', 'template'] : ['spec', 'template'];
  return [...(kind === 'PodTemplate' ? template : []), 'metadata', 'annotations', BYPASS];
};
