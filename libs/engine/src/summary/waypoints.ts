import type { WaypointSummary } from '../analysis.js';
import type { ClusterModel, Gateway } from '../model/model.js';

/** Every Gateway of the cluster but stand-ins for remote ones, in model order. */
export function summarizeWaypoints({ gateways }: ClusterModel): readonly WaypointSummary[] {
  return gateways.flatMap((gateway) => {
    const type = typeOf(gateway);
    if (type === null) return [];
    const { namespace, name, waypointFor, ready, boundServices, canaryServices, boundWorkloads } = gateway;
    return [
      {
        namespace,
        name,
        type,
        waypointFor,
        ready,
        boundServices: boundServices.length + canaryServices.length,
        boundWorkloads: boundWorkloads.length,
      },
    ];
  });
}

const typeOf = ({ role }: Gateway): WaypointSummary['type'] | null => (role === 'REMOTE' ? null : role);
