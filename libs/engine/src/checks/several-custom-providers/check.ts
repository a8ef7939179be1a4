import type { ObjectRef } from '../../manifest/manifest.js';
import type { AuthorizationPolicy } from '../../model/policy.js';
import { keyOf, type CheckIndex } from '../check-index.js';
import { defineCheck } from '../define-check.js';
import { listed, nameOf } from '../say.js';

export const severalCustomProviders = defineCheck({
  id: 'several-custom-providers',
  severity: 'error',
  title: 'Two providers of external authorization for one destination',
  why: 'Unless PILOT_ENABLE_MULTIPLE_CUSTOM_AUTHZ_PROVIDERS is set, Istio takes one provider for each destination. Where CUSTOM policies with several meet, dry runs and unknown providers included, it asks none of them and denies what the policies match.',
  fix: 'Use one provider for the destination, or set the flag on istiod.',
  source: 'istio pilot/pkg/security/authz/builder/extauthz.go, confirmed by running (semantics 5.3, 14.21)',

  run({ model, index }, report) {
    if (model.mesh.features['PILOT_ENABLE_MULTIPLE_CUSTOM_AUTHZ_PROVIDERS'] === true) return;
    for (const { policies, targets } of meetings(index)) {
      const [first] = policies;
      if (first === undefined) continue;
      report({
        manifest: first.manifest,
        field: ['spec', 'provider', 'name'],
        message: `${listed(policies.map(nameOf))} name different providers for ${listed(targets.map(nameOf))}: Istio asks none of them and denies what they match`,
        affected: [...targets, ...policies],
        evidence: index.verdictsOf(first)[0]?.evidence ?? [],
        cause: policies.map(keyOf).join(),
      });
    }
  },
});

interface Meeting {
  readonly policies: readonly AuthorizationPolicy[];
  readonly targets: ObjectRef[];
}

/** Policies with several providers that are evaluated for one destination, with all destinations where they meet. */
function meetings(index: CheckIndex): Meeting[] {
  const byDestination = new Map<string, { target: ObjectRef; policies: Set<AuthorizationPolicy> }>();
  for (const policy of index.authorizationPolicies) {
    if (policy.action !== 'CUSTOM') continue;
    for (const { enforcer, effect, targets } of index.verdictsOf(policy)) {
      if (enforcer.type === 'NOBODY' || effect === 'BYPASSED') continue;
      for (const target of targets) {
        const key = `${enforcer.type} ${keyOf(target)}`;
        const found = byDestination.get(key) ?? { target, policies: new Set() };
        found.policies.add(policy);
        byDestination.set(key, found);
      }
    }
  }
  const found = new Map<string, Meeting>();
  for (const { target, policies } of byDestination.values()) {
    if (new Set([...policies].map(({ provider }) => provider)).size < 2) continue;
    const sorted = [...policies].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    const key = sorted.map(keyOf).join();
    const meeting = found.get(key) ?? { policies: sorted, targets: [] };
    meeting.targets.push(target);
    found.set(key, meeting);
  }
  return [...found.values()];
}
