import type { PathClass } from '../analysis.js';
import type { ObjectRef } from '../manifest/manifest.js';
import type { BindingReason, CaptureReason, GatewayRole, PortProtocol } from '../model/model.js';

/** What stands in one namespace and how traffic gets to it. Plain data, sorted. */
export interface Topology {
  readonly namespace: string;
  readonly workloads: readonly TopologyWorkload[];
  readonly services: readonly TopologyService[];
  /** The gateways of the namespace, and those elsewhere that its traffic goes through. */
  readonly gateways: readonly TopologyGateway[];
}

/** Pods of one owner. */
export interface TopologyWorkload {
  readonly object: ObjectRef;
  readonly pods: number;
  /** How many of them ztunnel captures. */
  readonly captured: number;
  readonly sidecars: number;
  /** Why they are captured or not, each reason once. */
  readonly captureReasons: readonly CaptureReason[];
  readonly serviceAccounts: readonly string[];
  /** What traffic addressed to the pods goes through. */
  readonly waypoint: ObjectRef | null;
  /** Gateways that these pods run. */
  readonly runs: ObjectRef | null;
}

export interface TopologyService {
  readonly object: ObjectRef;
  readonly hostname: string;
  readonly ports: readonly { readonly port: number; readonly name: string; readonly protocol: PortProtocol }[];
  /** By owner; those of other namespaces too. */
  readonly workloads: readonly ObjectRef[];
  readonly waypoint: ObjectRef | null;
  /** The second, weighted waypoint. */
  readonly canary: ObjectRef | null;
  readonly binding: BindingReason;
  /** Gateways whose routes send to it. */
  readonly routedFrom: readonly ObjectRef[];
  readonly ways: readonly TopologyWay[];
}

/** How one class of traffic reaches the pods of a service. */
export interface TopologyWay {
  readonly pathClass: PathClass;
  /** The waypoints that it crosses, whatever the pod. */
  readonly through: readonly ObjectRef[];
  /** The service has a waypoint, and this traffic reaches pods without crossing it. */
  readonly bypasses: boolean;
  /** Every pod reached around the waypoint has an ALLOW policy at its own ztunnel or sidecar, which refuses the rest. */
  readonly guarded: boolean;
}

export interface TopologyGateway {
  readonly object: ObjectRef;
  readonly role: GatewayRole;
  readonly waypointFor: string;
  readonly ready: 'READY' | 'NOT_READY' | 'UNKNOWN';
}
