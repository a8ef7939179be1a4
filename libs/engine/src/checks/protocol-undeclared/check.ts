import type { Policy } from '../../model/policy.js';
import type { Route } from '../../model/route.js';
import type { Service } from '../../model/model.js';
import { needsHttp } from '../../authorization/envoy-outcome.js';
import type { CheckIndex } from '../check-index.js';
import { defineCheck } from '../define-check.js';
import { listed, nameOf } from '../say.js';

export const protocolUndeclared = defineCheck({
  id: 'protocol-undeclared',
  severity: 'info',
  title: 'A rule about HTTP on a port whose protocol is not declared',
  why: 'The waypoint looks at the first bytes to tell whether the port speaks HTTP. Where the server speaks first, or the bytes look like something else, HTTP rules do not hold; and the first bytes are waited for.',
  fix: 'Declare the port: `appProtocol: http` (or `grpc`, `tcp`), or a name that starts with it.',
  source:
    'istio.io ops/configuration/traffic-management/protocol-selection (semantics 5.1; 10.6 SVC_PROTOCOL_UNDECLARED)',

  run({ model, index }, report) {
    for (const service of model.services) {
      if (service.binding.waypoint?.role !== 'WAYPOINT') continue;
      const position = service.ports.findIndex(({ protocol }) => protocol === 'UNDECLARED');
      if (position === -1) continue;
      const readers = readersOfHttp(index, service);
      if (readers.length === 0) continue;
      report({
        manifest: service.manifest,
        field: ['spec', 'ports', position],
        message: `${nameOf(service)} does not say what port ${service.ports[position]?.port} speaks, so the waypoint guesses whether the HTTP rules of ${listed(readers.map(nameOf))} apply`,
        affected: readers,
      });
    }
  },
});

/** Policies and routes of the Service that need its traffic to be HTTP. */
const readersOfHttp = (index: CheckIndex, service: Service): readonly (Policy | Route)[] => [
  ...index
    .policiesTargeting(service)
    .filter((policy) =>
      policy.kind === 'AuthorizationPolicy'
        ? index.fieldsOf(policy).some(needsHttp)
        : policy.kind === 'RequestAuthentication',
    ),
  ...index.routesTo(service).filter(({ kind }) => kind === 'HTTPRoute' || kind === 'GRPCRoute'),
];
