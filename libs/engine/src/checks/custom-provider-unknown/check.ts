import { ExtAuthzProviders } from '../../authorization/ext-authz-providers.js';
import type { CheckIndex } from '../check-index.js';
import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';

export const customProviderUnknown = defineCheck({
  id: 'custom-provider-unknown',
  severity: 'error',
  title: 'External authorization by a provider that the mesh does not have',
  why: 'Istio denies what a CUSTOM policy matches when its provider is not in `extensionProviders` of MeshConfig, has another type, or points to a Service that does not exist. Nobody is asked.',
  fix: 'Define the provider in MeshConfig (`envoyExtAuthzHttp` or `envoyExtAuthzGrpc`) and its Service, or correct the name in the policy.',
  source: 'istio pilot/pkg/security/authz/builder/extauthz.go (semantics 5.3, 14.21)',

  run({ index }, report) {
    const providers = index.once(extAuthzProviders);
    if (!providers.areKnown) return;
    for (const policy of index.authorizationPolicies) {
      if (policy.action !== 'CUSTOM' || policy.dryRun || providers.kindOf(policy.provider) !== 'UNKNOWN') continue;
      const verdicts = index
        .verdictsOf(policy)
        .filter(({ enforcer, effect }) => enforcer.type !== 'NOBODY' && effect !== 'BYPASSED');
      if (verdicts.length === 0) continue;
      report({
        manifest: policy.manifest,
        field: ['spec', 'provider', 'name'],
        message: `${nameOf(policy)} denies all that it matches: the mesh has no usable provider ${policy.provider}`,
        affected: verdicts.flatMap(({ targets }) => targets),
        evidence: verdicts[0]?.evidence ?? [],
      });
    }
  },
});

const extAuthzProviders = ({ model }: CheckIndex) => new ExtAuthzProviders(model);
