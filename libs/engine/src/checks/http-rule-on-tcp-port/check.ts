import { needsHttp } from '../../authorization/envoy-outcome.js';
import type { Service } from '../../model/model.js';
import type { AuthorizationPolicy } from '../../model/policy.js';
import type { CheckIndex } from '../check-index.js';
import { defineCheck } from '../define-check.js';
import { fieldName } from '../http-fields.js';
import { listed, nameOf } from '../say.js';

export const httpRuleOnTcpPort = defineCheck({
  id: 'http-rule-on-tcp-port',
  severity: 'error',
  title: 'A rule about HTTP on a port that is declared as TCP',
  why: 'A waypoint reads HTTP only on ports whose `appProtocol` or name says so. On a TCP port it leaves the HTTP fields out: an ALLOW rule then admits nobody, and a DENY rule denies every connection.',
  fix: 'Declare the port (`appProtocol: http`, or a name that starts with `http` or `grpc`), or limit the rule to the HTTP ports of the Service with `ports`.',
  source: 'istio pilot/pkg/security/authz/model/model.go checkError (semantics 5.4)',

  run({ index }, report) {
    for (const policy of index.authorizationPolicies) {
      if (policy.action !== 'ALLOW' && policy.action !== 'DENY') continue;
      const field = index.fieldsOf(policy).find(needsHttp);
      if (field === undefined) continue;
      const services = hurtServices(index, policy);
      if (services.length === 0) continue;
      report({
        manifest: policy.manifest,
        field: field.path,
        message: `${nameOf(policy)} ${
          policy.action === 'ALLOW' ? 'admits nobody to' : 'denies every connection to'
        } the TCP ports of ${listed(services.map(nameOf))}, where the waypoint cannot read ${fieldName(field)}`,
        affected: services,
        evidence: index.verdictsOf(policy, 'WAYPOINT').find(isHurt)?.evidence ?? [],
      });
    }
  },
});

const isHurt = ({ effect }: { readonly effect: string }) =>
  effect === 'ALLOW_DENIES_ALL' ||
  effect === 'ALLOW_RULES_DROPPED' ||
  effect === 'DENY_WIDENED' ||
  effect === 'DENY_PARTIAL';

/**
 * For an ALLOW only services without any HTTP port count: beside HTTP ports the closed TCP port may be what was meant.
 * A DENY hurts on every TCP port.
 */
function hurtServices(index: CheckIndex, policy: AuthorizationPolicy): Service[] {
  const targets = index
    .verdictsOf(policy, 'WAYPOINT')
    .filter(isHurt)
    .flatMap((verdict) => verdict.targets);
  const services = [...new Set(targets.flatMap((target) => index.servicesOf(target)))];
  const isTcp = ({ protocol }: Service['ports'][number]) => protocol === 'TCP';
  return services.filter(({ ports }) => {
    const streams = ports.filter(({ protocol }) => protocol !== 'UDP');
    return policy.action === 'ALLOW' ? streams.length > 0 && streams.every(isTcp) : streams.some(isTcp);
  });
}
