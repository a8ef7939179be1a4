import type { Manifest } from '../manifest/manifest.js';
import type { GatewayClass, GatewayRole } from './model.js';
import { field, labelsOf, text } from './narrow.js';

/** istiod makes these itself (istio pilot/pkg/config/kube/gatewaycommon/classinfo.go); a rendered snapshot lacks them. */
const BUILT_IN: readonly (readonly [name: string, controllerName: string])[] = [
  ['istio', 'istio.io/gateway-controller'],
  ['istio-waypoint', 'istio.io/mesh-controller'],
  ['istio-agentgateway-waypoint', 'istio.io/agentgateway-waypoint-controller'],
  ['istio-east-west', 'istio.io/eastwest-controller'],
  ['istio-remote', 'istio.io/unmanaged-gateway'],
];

const ROLES: ReadonlyMap<string, GatewayRole> = new Map([
  ['istio.io/mesh-controller', 'WAYPOINT'],
  ['istio.io/agentgateway-waypoint-controller', 'AGENTGATEWAY_WAYPOINT'],
  ['istio.io/eastwest-controller', 'EASTWEST'],
  ['istio.io/unmanaged-gateway', 'REMOTE'],
]);

/** By name: the snapshot's, and the built-in ones that it does not hold. */
export function gatewayClasses(manifests: readonly Manifest[]): ReadonlyMap<string, GatewayClass> {
  const classes = new Map<string, GatewayClass>();
  for (const [name, controllerName] of BUILT_IN) {
    classes.set(name, Object.freeze({ name, controllerName, labels: {}, annotations: {}, manifest: null }));
  }
  for (const manifest of manifests) classes.set(manifest.name, gatewayClassFrom(manifest));
  return classes;
}

const gatewayClassFrom = (manifest: Manifest): GatewayClass =>
  Object.freeze({
    name: manifest.name,
    controllerName: text(field(manifest.body.spec, 'controllerName')),
    labels: labelsOf(field(manifest.body.metadata, 'labels')),
    annotations: labelsOf(field(manifest.body.metadata, 'annotations')),
    manifest,
  });

/** What its controller makes of a Gateway; whether a plain gateway serves as a sandwich shows only in its use. */
export const roleOfClass = (gatewayClass: GatewayClass | null): GatewayRole =>
  ROLES.get(gatewayClass?.controllerName ?? '') ?? 'GATEWAY';
