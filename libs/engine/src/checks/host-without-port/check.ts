import type { Service } from '../../model/model.js';
import type { AuthorizationPolicy } from '../../model/policy.js';
import type { CheckIndex } from '../check-index.js';
import { defineCheck } from '../define-check.js';
import { reportDeadValues, type WhyDead } from '../rule-values.js';

export const hostWithoutPort = defineCheck({
  id: 'host-without-port',
  severity: 'warning',
  title: 'The host of a Service without its port',
  why: 'Clients that call a port other than 80 or 443 send it in the `Host` header, and Istio does not cut it off: `cart:8080` is not `cart`. The rule misses every client that calls the Service by this name.',
  fix: 'Add the host with its port, or as a prefix (`cart.shop.svc.cluster.local*`).',
  source: 'istio pilot/pkg/security/authz/matcher/header.go HostMatcher; confirmed by running (semantics 5.3, 14.9)',

  run({ index }, report) {
    const written = hostsByPolicy(index);
    if (written.size === 0) return;
    const whyDead: WhyDead = (value, _field, policy) => {
      const ports = portsBehind(index, policy, value);
      const [first] = ports;
      if (first === undefined || ports.some((port) => port === 80 || port === 443)) return null;
      const others = written.get(policy) ?? [];
      const isCovered = others.some((host) => host.startsWith(`${value}:`) || host === `${value}*`);
      return isCovered ? null : `but clients send ${value}:${first}`;
    };
    reportDeadValues(index, HOST_FIELDS, whyDead, report);
  },
});

const HOST_FIELDS = ['hosts', 'notHosts'];

function hostsByPolicy(index: CheckIndex): ReadonlyMap<AuthorizationPolicy, readonly string[]> {
  const hosts = new Map<AuthorizationPolicy, string[]>();
  for (const { policy, field } of index.fieldsNamed(...HOST_FIELDS)) {
    hosts.set(policy, [...(hosts.get(policy) ?? []), ...field.values]);
  }
  return hosts;
}

/** The HTTP ports of the Service that the value names and a waypoint evaluates the policy for. */
function portsBehind(index: CheckIndex, policy: AuthorizationPolicy, value: string): number[] {
  const host = value.toLowerCase();
  return index
    .verdictsOf(policy, 'WAYPOINT')
    .filter(({ pathClass }) => pathClass === 'SERVICE_ADDRESSED')
    .flatMap(({ targets }) => targets)
    .flatMap((target) => index.servicesOf(target))
    .filter((service) => namesOf(service).includes(host))
    .flatMap(({ ports }) => ports.filter(({ protocol }) => protocol !== 'UDP').map(({ port }) => port));
}

const namesOf = ({ kind, name, namespace, hostname }: Service): readonly string[] =>
  kind === 'ServiceEntry' ? [hostname] : [name, `${name}.${namespace}`, `${name}.${namespace}.svc`, hostname];
