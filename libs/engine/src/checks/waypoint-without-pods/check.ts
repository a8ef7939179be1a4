import { factAt } from '../../model/evidence.js';
import { field as fieldIn } from '../../model/narrow.js';
import type { ClusterModel, Gateway } from '../../model/model.js';
import { defineCheck } from '../define-check.js';
import { count } from '../say.js';

export const waypointWithoutPods = defineCheck({
  id: 'waypoint-without-pods',
  severity: 'error',
  title: 'A waypoint in use of which no pod is ready',
  why: 'A waypoint keeps its address when its pods are gone. Clients are sent to it nevertheless, and without a ready pod every connection to what uses it fails.',
  fix: 'Bring its pods back: replicas, image, quota, node. To go without it, remove the label `istio.io/use-waypoint`.',
  source: 'ztunnel src/state.rs fetch_waypoint; semantics 2.1, 2.5 (bound but dead fails closed)',

  run({ model }, report) {
    for (const gateway of model.gateways) {
      const { role, boundServices, boundWorkloads, manifest, namespace, name } = gateway;
      if (role !== 'WAYPOINT' || boundServices.length + boundWorkloads.length === 0) continue;
      if (gateway.ready !== 'READY' || !isDead(model, gateway)) continue;
      report({
        manifest,
        field: ['metadata', 'name'],
        message: `Waypoint ${namespace}/${name} has no ready pod: connections to ${
          boundServices.length > 0 ? count(boundServices.length, 'service') : 'its pods'
        } fail`,
        affected: [...boundServices, ...boundWorkloads.map(({ owner }) => owner)],
        evidence: [factAt(manifest, ['status', 'addresses'], 'It has an address, so clients are sent to it.')],
      });
    }
  },
});

/** Its pods are in the snapshot and none is ready, or it is scaled to none. */
function isDead(model: ClusterModel, { workloads, namespace }: Gateway): boolean {
  const pods = workloads.filter(({ kind }) => kind === 'Pod');
  if (pods.length > 0) return pods.every(({ ready }) => !ready);
  if (workloads.length > 0) return workloads.every(({ manifest }) => fieldIn(manifest.body.spec, 'replicas') === 0);
  return (model.workloadsByNamespace.get(namespace) ?? []).some(({ kind }) => kind === 'Pod');
}
