import type { PolicyField } from '../check-index.js';
import { defineCheck } from '../define-check.js';
import { fieldName } from '../http-fields.js';
import { nameOf } from '../say.js';

export const remoteAddressCanBeForged = defineCheck({
  id: 'remote-address-can-be-forged',
  severity: 'info',
  title: 'A rule about an address that every client inside the mesh can choose',
  why: 'On an HTTP port a waypoint takes the last entry of `X-Forwarded-For` for the remote address, whoever wrote it. A pod of the mesh that sends this header passes for any address; only behind a gateway that sets the header the address is true.',
  fix: 'Ask for identities (`principals`, `namespaces`) where the callers are in the mesh, and compare addresses at the ingress gateway.',
  source: 'run on Envoy 1.39 and 1.40 (semantics 5.3, 14.1)',

  run({ index }, report) {
    const seen = new Set<PolicyField['policy']>();
    for (const { policy, field } of index.fieldsNamed('remoteIpBlocks', 'notRemoteIpBlocks', 'when.remote.ip')) {
      if (seen.has(policy)) continue;
      seen.add(policy);
      const verdicts = index
        .verdictsOf(policy, 'WAYPOINT')
        .filter(({ pathClass, effect }) => pathClass === 'SERVICE_ADDRESSED' && effect !== 'BYPASSED');
      const services = verdicts.flatMap(({ targets }) => targets).flatMap((target) => index.servicesOf(target));
      const forgeable = services.filter(({ ports }) => ports.some(({ protocol }) => protocol === 'HTTP'));
      if (forgeable.length === 0) continue;
      report({
        manifest: policy.manifest,
        field: field.path,
        message: `${nameOf(policy)} trusts ${fieldName(field)}, which every client inside the mesh can choose with X-Forwarded-For`,
        affected: forgeable,
        evidence: verdicts[0]?.evidence ?? [],
      });
    }
  },
});
