import type { Service } from '../../model/model.js';
import { field, text } from '../../model/narrow.js';
import type { PeerAuthentication } from '../../model/policy.js';
import { targetPortOn } from '../../verdict/port-space.js';
import type { CheckIndex } from '../check-index.js';
import { defineCheck } from '../define-check.js';
import { modePath, peerAuthentications, portPath, refusesPlaintext } from '../mutual-tls.js';
import { listed, nameOf } from '../say.js';

export const strictRefusesOutsideClients = defineCheck({
  id: 'strict-refuses-outside-clients',
  severity: 'warning',
  title: 'STRICT mTLS on pods that a NodePort or LoadBalancer exposes',
  why: 'Traffic from a node port or a load balancer reaches the pod as plaintext, without crossing a gateway of the mesh. Where the mode is STRICT, ztunnel refuses it.',
  fix: 'Send outside clients through an ingress gateway and make the Service a ClusterIP, or exempt the port with `portLevelMtls` and PERMISSIVE.',
  source:
    'ztunnel src/proxy/inbound_passthrough.rs proxy_inbound_plaintext (semantics 6.3; 10.5 PA_STRICT_UNCAPTURED_CLIENTS)',

  run({ model, index }, report) {
    if (index.once(peerAuthentications).all.length === 0) return;
    const exposed = new Map<string, { policy: PeerAuthentication; port: number | null; services: Service[] }>();
    for (const service of model.services) {
      const type = service.kind === 'Service' ? text(field(service.manifest.body.spec, 'type')) : '';
      if (type !== 'NodePort' && type !== 'LoadBalancer') continue;
      for (const { policy, port } of refusals(index, service)) {
        const key = `${policy.namespace}/${policy.name} ${port ?? ''}`;
        const known = exposed.get(key) ?? { policy, port, services: [] };
        exposed.set(key, { ...known, services: [...known.services, service] });
      }
    }
    for (const { policy, port, services } of exposed.values()) {
      report({
        manifest: policy.manifest,
        field: port === null ? modePath : portPath(port),
        message: `${nameOf(policy)} refuses the plaintext of clients outside the mesh, for whom ${listed(services.map(nameOf))} ${
          services.length === 1 ? 'is' : 'are'
        } exposed (NodePort or LoadBalancer)`,
        affected: services,
        cause: port === null ? '' : String(port),
      });
    }
  },
});

/** Who refuses plaintext to the captured pods behind the Service; with a port when only that port is meant. */
function refusals(index: CheckIndex, { ports, workloads }: Service) {
  const found = new Map<string, { readonly policy: PeerAuthentication; readonly port: number | null }>();
  for (const workload of workloads) {
    if (!workload.capture.captured || workload.gateway !== null || workload.classicGateway) continue;
    for (const served of ports) {
      const port = served.protocol === 'UDP' ? null : targetPortOn(served, workload);
      const policy = port === null ? null : refusesPlaintext(index, workload, port);
      if (policy === null || port === null) continue;
      const onlyPort = policy.mode === 'STRICT' ? null : port;
      found.set(`${policy.namespace}/${policy.name} ${onlyPort ?? ''}`, { policy, port: onlyPort });
    }
  }
  return found.values();
}
