import { isPortField } from '../../authorization/envoy-outcome.js';
import { ExtAuthzProviders } from '../../authorization/ext-authz-providers.js';
import type { Service } from '../../model/model.js';
import type { AuthorizationPolicy } from '../../model/policy.js';
import type { CheckIndex } from '../check-index.js';
import { defineCheck } from '../define-check.js';
import { listed, nameOf } from '../say.js';

export const customOnTcpPort = defineCheck({
  id: 'custom-on-tcp-port',
  severity: 'error',
  title: 'External authorization by HTTP for a port that is declared as TCP',
  why: 'On a port that is not declared as HTTP a waypoint cannot ask a provider of type `envoyExtAuthzHttp`. istiod leaves the policy out there without a word, so every connection passes unasked.',
  fix: 'Declare the port (`appProtocol: http`), or use a provider of type `envoyExtAuthzGrpc`.',
  source: 'istio pilot/pkg/security/authz/builder/extauthz.go, confirmed by running (semantics 14.21)',

  run({ model, index }, report) {
    const custom = index.authorizationPolicies.filter(({ action, dryRun }) => action === 'CUSTOM' && !dryRun);
    if (custom.length === 0) return;
    const providers = new ExtAuthzProviders(model);
    for (const policy of custom) {
      // Rules with ports may mean the HTTP ports only.
      if (providers.kindOf(policy.provider) !== 'HTTP' || index.fieldsOf(policy).some(isPortField)) continue;
      const services = servicesWithTcpPorts(index, policy);
      if (services.length === 0) continue;
      report({
        manifest: policy.manifest,
        field: ['spec', 'provider', 'name'],
        message: `${nameOf(policy)} is left out on the TCP ports of ${listed(services.map(nameOf))}: provider ${policy.provider} speaks HTTP and is not asked there, so everything passes`,
        affected: services,
        evidence: index.verdictsOf(policy, 'WAYPOINT')[0]?.evidence ?? [],
      });
    }
  },
});

const servicesWithTcpPorts = (index: CheckIndex, policy: AuthorizationPolicy): Service[] => {
  const targets = index
    .verdictsOf(policy, 'WAYPOINT')
    .filter(({ pathClass }) => pathClass === 'SERVICE_ADDRESSED')
    .flatMap((verdict) => verdict.targets);
  const services = [...new Set(targets.flatMap((target) => index.servicesOf(target)))];
  return services.filter(({ ports }) => ports.some(({ protocol }) => protocol === 'TCP'));
};
