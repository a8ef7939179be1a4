import type { Fact, PathClass } from '../analysis.js';
import type { FieldPath, ObjectRef } from '../manifest/manifest.js';
import { factAt } from '../model/evidence.js';
import type { Gateway } from '../model/model.js';
import { someOf } from './targets.js';

const WAYPOINT_FOR: FieldPath = ['metadata', 'labels', 'istio.io/waypoint-for'];

/** What a waypoint sees of a class of traffic that crosses it. */
export function crossingFact({ manifest, namespace, name }: Gateway, pathClass: PathClass): Fact {
  const seen = pathClass === 'INGRESS' ? "the gateway's identity" : "the client's own identity";
  return factAt(manifest, [], `This traffic crosses waypoint ${namespace}/${name}, which sees ${seen}.`);
}

/** Why a class of traffic passes a waypoint by. */
export function bypassFact(
  { manifest, namespace, name, waypointFor }: Gateway,
  pathClass: PathClass,
  refs: readonly ObjectRef[],
) {
  const waypoint = `waypoint ${namespace}/${name}`;
  const some = someOf(refs);
  switch (pathClass) {
    case 'SERVICE_ADDRESSED':
      return factAt(manifest, [], `Clients reach ${some} by pod address or not through a service of ${waypoint}.`);
    case 'POD_ADDRESSED':
      return factAt(
        manifest,
        WAYPOINT_FOR,
        `Traffic addressed to the pods of ${some} does not cross ${waypoint}, which serves \`${waypointFor}\` traffic: ` +
          'ztunnel looks a pod address up among workloads, never among services.',
      );
    case 'INGRESS':
      return factAt(
        manifest,
        [],
        `Gateways send straight to the pods of ${some}: without label istio.io/ingress-use-waypoint they pass ${waypoint} by.`,
      );
    case 'SIDECAR_CLIENT':
      return factAt(manifest, [], `Clients with a sidecar send straight to the pods of ${some}, never to ${waypoint}.`);
    case 'UNCAPTURED_CLIENT':
      return factAt(
        manifest,
        [],
        `Clients that ztunnel does not capture send straight to ${some}: nothing redirects them to ${waypoint}.`,
      );
  }
}

/** What becomes of traffic that passes a waypoint by where istiod lets ztunnel admit the waypoint alone (semantics 7.8). */
export const refusedFact = ({ manifest, namespace, name }: Gateway): Fact =>
  factAt(
    manifest,
    [],
    `PILOT_AUTO_ALLOW_WAYPOINT_POLICY: ztunnel admits waypoint ${namespace}/${name} to captured pods, and others only where an ALLOW policy names them.`,
  );
