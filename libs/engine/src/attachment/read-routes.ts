import type { ClusterModel } from '../model/model.js';
import type { RouteKind } from '../model/route.js';

/** Whether istiod watches routes of the kind at all: the ones for TCP and TLS were alpha (semantics 14.24). */
export function readsRoutesOf(kind: RouteKind, { behaviour, mesh }: Pick<ClusterModel, 'behaviour' | 'mesh'>): boolean {
  if (mesh.features['PILOT_ENABLE_ALPHA_GATEWAY_API'] === true) return true;
  switch (kind) {
    case 'TLSRoute':
      return behaviour.tlsRoutesWithoutFlag;
    case 'TCPRoute':
      return behaviour.tcpRoutesWithoutFlag;
    default:
      return true;
  }
}
