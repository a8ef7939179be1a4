import type { Workload } from '../../model/model.js';
import { selectWorkloads } from '../../model/workload-index.js';
import { serviceOnlyPorts } from '../../verdict/port-space.js';
import { isWide } from '../../ztunnel/peer-authentication-index.js';
import { defineCheck } from '../define-check.js';
import { isInMesh, peerAuthentications, portPath } from '../mutual-tls.js';
import { nameOf } from '../say.js';

export const mutualTlsPortOfService = defineCheck({
  id: 'mutual-tls-port-of-service',
  severity: 'error',
  title: 'portLevelMtls with the port of the Service',
  why: 'The ports of a PeerAuthentication are ports on the pod. The number of a Service port that leads to another `targetPort` is compared with nothing: a STRICT there protects nothing, a PERMISSIVE exempts nothing.',
  fix: 'Write the `targetPort` (the port that the container listens on).',
  source:
    'ztunnel src/proxy/inbound.rs; istio.io reference PeerAuthentication (semantics 6.2; 10.5 PA_PORT_NUMBER_SPACE)',

  run({ model, index }, report) {
    for (const policy of index.once(peerAuthentications).all) {
      if (policy.portModes.size === 0 || isWide(policy) || policy.namespace === model.mesh.rootNamespace) continue;
      const selected = selectWorkloads(model, policy.namespace, policy.selector?.matchLabels ?? {}).filter(isInMesh);
      const [first, ...others] = selected;
      if (first === undefined) continue;
      for (const port of policy.portModes.keys()) {
        const isForeign = (workload: Workload) => serviceOnlyPorts(workload, model).includes(port);
        if (!isForeign(first) || !others.every(isForeign)) continue;
        report({
          manifest: policy.manifest,
          field: portPath(port),
          message: `${nameOf(policy)} sets the mode of port ${port}, which is a port of the Service; here the port of the pod counts`,
          affected: selected.map(({ owner }) => owner),
          cause: String(port),
        });
      }
    }
  },
});
