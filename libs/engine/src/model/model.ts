import type { Fact, IstioVersionSource } from '../analysis.js';
import type { FieldPath, Manifest, ObjectRef } from '../manifest/manifest.js';
import type { IstioBehaviour } from '../version/behaviour.js';
import type { Policy } from './policy.js';
import type { Route } from './route.js';
import type { UnreadObject } from './unread.js';
import type { WorkloadIndex } from './workload-index.js';

export type Labels = Readonly<Record<string, string>>;

/** MeshConfig as far as policy depends on it (semantics 0.3), with istiod's defaults filled in. */
export interface MeshSettings {
  readonly rootNamespace: string;
  readonly trustDomain: string;
  readonly trustDomainAliases: readonly string[];
  readonly pathNormalization: 'DEFAULT' | 'NONE' | 'BASE' | 'MERGE_SLASHES' | 'DECODE_AND_MERGE_SLASHES';
  readonly extensionProviders: readonly ExtensionProvider[];
  readonly outboundTrafficPolicy: 'ALLOW_ANY' | 'REGISTRY_ONLY';
  /** Kubernetes label selectors of the namespaces that istiod reads; none: all of them. */
  readonly discoverySelectors: readonly unknown[];
  /** As written; undefined when the mesh does not limit who sees ServiceEntries. */
  readonly serviceEntryVisibility: unknown;
  /** istiod environment flags that change the answers (semantics 0.4), by name. */
  readonly features: Readonly<Record<string, boolean>>;
  /** The ConfigMap it was read from; null when defaults are assumed. */
  readonly manifest: Manifest | null;
}

/** One entry of `ambient.enablementSelectors`: both Kubernetes label selectors must match. */
export interface EnablementSelector {
  readonly podSelector: unknown;
  readonly namespaceSelector: unknown;
}

/** What the CNI node agent goes by when it enrols pods (semantics 1.1). */
export interface CniSettings {
  readonly ambientEnabled: boolean;
  readonly excludedNamespaces: ReadonlySet<string>;
  /** Any of them suffices. */
  readonly enablementSelectors: readonly EnablementSelector[];
  /** The ConfigMap it was read from; null when the chart's defaults are assumed. */
  readonly manifest: Manifest | null;
}

export interface ExtensionProvider {
  readonly name: string;
  readonly type: string;
  readonly config: Readonly<Record<string, unknown>>;
}

export interface Namespace {
  readonly name: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  /** null when objects live in a namespace that the snapshot does not hold. */
  readonly manifest: Manifest | null;
}

/** Why a workload is captured by ztunnel or not (semantics 1.1, 1.2). */
export const CAPTURE_REASONS = [
  'REDIRECTION_ENABLED',
  'REDIRECTION_PENDING',
  'POD_LABEL',
  'NAMESPACE_LABEL',
  'OPTED_OUT',
  'NOT_ENROLLED',
  /** Its labels ask for ambient, but it runs and its node agent has not redirected it. */
  'NOT_REDIRECTED',
  'HOST_NETWORK',
  'SIDECAR',
  'EXCLUDED_NAMESPACE',
  'TERMINATED',
  'NOT_A_POD',
] as const;
export type CaptureReason = (typeof CAPTURE_REASONS)[number];

export interface Capture {
  readonly captured: boolean;
  readonly reason: CaptureReason;
  /** true: no redirection annotation in the snapshot, so the answer follows from labels. */
  readonly predicted: boolean;
}

/** Why a waypoint reference is effective or not (semantics 2.3). */
export const BINDING_REASONS = [
  'BOUND',
  'NO_REFERENCE',
  'OPTED_OUT',
  'IS_WAYPOINT_INSTANCE',
  'NOT_AMBIENT',
  'WAYPOINT_MISSING',
  'WAYPOINT_NOT_READY',
  'ATTACHMENT_DENIED',
  'UNSUPPORTED_TRAFFIC_TYPE',
  'CROSS_NAMESPACE_FORBIDDEN',
] as const;
export type BindingReason = (typeof BINDING_REASONS)[number];

/** The outcome of resolving `istio.io/use-waypoint` for one service or workload. */
export interface Binding {
  readonly reason: BindingReason;
  /** The effective waypoint; null unless reason is BOUND. */
  readonly waypoint: Gateway | null;
  /** What the label says, effective or not. */
  readonly reference: { readonly namespace: string; readonly name: string } | null;
  readonly referencedFrom: 'OBJECT' | 'NAMESPACE' | null;
  /** The label itself; null when there is none, or when the snapshot lacks the namespace. */
  readonly referencedAt: { readonly manifest: Manifest; readonly path: FieldPath } | null;
  /** The second, weighted waypoint (semantics 2.8), when it is valid. */
  readonly canary: { readonly waypoint: Gateway; readonly weight: number } | null;
  /** The chain of reasons, built when asked for. */
  evidence(): readonly Fact[];
}

/** Something that traffic can end at: a Pod, a pod template without Pods, a WorkloadEntry, an inline endpoint. */
export interface Workload {
  readonly kind: 'Pod' | 'PodTemplate' | 'WorkloadEntry' | 'ServiceEntryEndpoint';
  readonly namespace: string;
  readonly name: string;
  /** What a person knows it by: the Deployment, StatefulSet, … or the object itself. */
  readonly owner: ObjectRef;
  /** undefined when the object has no labels field at all (semantics 14.17). */
  readonly labels: Labels | undefined;
  readonly annotations: Labels;
  readonly serviceAccount: string;
  readonly hostNetwork: boolean;
  readonly nodeName: string;
  readonly addresses: readonly string[];
  /** Named container ports. */
  readonly containerPorts: ReadonlyMap<string, number>;
  readonly ready: boolean;
  readonly sidecar: boolean;
  /** A proxy at the edge that no Gateway API Gateway stands for: what networking.istio.io Gateways select. */
  readonly classicGateway: boolean;
  /** Speaks HBONE itself (label `networking.istio.io/tunnel`): peers need no ztunnel in front of it. */
  readonly nativeTunnel: boolean;
  readonly capture: Capture;
  readonly binding: Binding;
  /** The Gateway whose proxy this pod is, if it is one. */
  readonly gateway: Gateway | null;
  readonly manifest: Manifest;
  /** Where metadata and spec of the pod stand in the manifest: [] for a Pod, `spec.template` for a Deployment. */
  readonly podPath: FieldPath;
}

export type PortProtocol = 'HTTP' | 'TCP' | 'UNDECLARED' | 'UDP';

export interface ServicePort {
  readonly name: string;
  readonly port: number;
  /** Port on the pod; null when it is named and differs by workload or is unknown. */
  readonly targetPort: number | null;
  /** The named port that a workload's `containerPorts` resolve; '' when the port is a number. */
  readonly targetPortName: string;
  /** As declared by appProtocol or the port's name (semantics 5.1). */
  readonly protocol: PortProtocol;
}

/** A Kubernetes Service, or one host of a ServiceEntry. */
export interface Service {
  readonly kind: 'Service' | 'ServiceEntry';
  readonly namespace: string;
  /** metadata.name of the object. */
  readonly name: string;
  readonly hostname: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly addresses: readonly string[];
  readonly headless: boolean;
  readonly externalName: boolean;
  /** ServiceEntry `spec.resolution` (default NONE); '' for a Kubernetes Service. */
  readonly resolution: string;
  /** ServiceEntry outside the mesh (`spec.location`, default MESH_EXTERNAL). */
  readonly meshExternal: boolean;
  /** NAMESPACE: clients of other namespaces do not know it. NONE: nobody does, and it has no part in ambient. */
  readonly visibility: 'PUBLIC' | 'NAMESPACE' | 'NONE';
  readonly ports: readonly ServicePort[];
  readonly workloads: readonly Workload[];
  readonly binding: Binding;
  readonly ingressUseWaypoint: boolean;
  readonly manifest: Manifest;
}

export const GATEWAY_ROLES = [
  'WAYPOINT',
  'AGENTGATEWAY_WAYPOINT',
  'EASTWEST',
  'SANDWICH',
  'GATEWAY',
  'REMOTE',
] as const;
export type GatewayRole = (typeof GATEWAY_ROLES)[number];

export interface GatewayListener {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  readonly allowedRoutes: unknown;
}

/** A gateway.networking.k8s.io Gateway. */
export interface Gateway {
  readonly namespace: string;
  readonly name: string;
  readonly className: string;
  readonly gatewayClass: GatewayClass | null;
  readonly role: GatewayRole;
  readonly labels: Labels;
  readonly annotations: Labels;
  /** `ambient.istio.io/waypoint-inbound-binding` of the Gateway, else of its class; port 0 when not given. */
  readonly inboundBinding: { readonly protocol: 'NONE' | 'PROXY'; readonly port: number } | null;
  readonly listeners: readonly GatewayListener[];
  /**
   * NOT_READY: a live snapshot and no status.addresses. UNKNOWN: rendered manifests without any status; then it is
   * judged as if it were ready, and the evidence says so (semantics 12.12).
   */
  readonly ready: 'READY' | 'NOT_READY' | 'UNKNOWN';
  /** Effective `istio.io/waypoint-for` (semantics 2.2), as written. */
  readonly waypointFor: string;
  /** Service account of its proxy (semantics 5.6). */
  readonly serviceAccount: string;
  /** Workloads that run this gateway. */
  readonly workloads: readonly Workload[];
  readonly boundServices: readonly Service[];
  /** Services of which it is the second, weighted waypoint. */
  readonly canaryServices: readonly Service[];
  readonly boundWorkloads: readonly Workload[];
  readonly manifest: Manifest;
}

export interface GatewayClass {
  readonly name: string;
  readonly controllerName: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly manifest: Manifest | null;
}

/** The typed mesh of one cluster. Built once, frozen, never changed. */
export interface ClusterModel {
  readonly istioVersion: string;
  readonly istioVersionSource: IstioVersionSource;
  /** What that version does, where releases differ. */
  readonly behaviour: IstioBehaviour;
  readonly mesh: MeshSettings;
  readonly cni: CniSettings;
  readonly namespaces: ReadonlyMap<string, Namespace>;
  readonly workloads: readonly Workload[];
  readonly workloadsByNamespace: ReadonlyMap<string, readonly Workload[]>;
  /** Answers label selectors; read it by `selectWorkloads`. */
  readonly workloadIndex: WorkloadIndex;
  readonly services: readonly Service[];
  readonly servicesByNamespace: ReadonlyMap<string, readonly Service[]>;
  readonly servicesByWorkload: ReadonlyMap<Workload, readonly Service[]>;
  readonly gateways: readonly Gateway[];
  /** By `namespace/name`. */
  readonly gatewaysByName: ReadonlyMap<string, Gateway>;
  readonly gatewayClasses: ReadonlyMap<string, GatewayClass>;
  /** `namespace/name` of every ServiceAccount object, plus those that workloads run as. */
  readonly serviceAccounts: ReadonlySet<string>;
  /** Oldest first, as Istio orders them; equal times by `name.namespace`. */
  readonly policies: readonly Policy[];
  readonly routes: readonly Route[];
  /** Every object that takes part, in the order in which they were read. */
  readonly manifests: readonly Manifest[];
  /** Everything else, by kind (VirtualService, DestinationRule, …), workload controllers (Deployment, …) included. */
  readonly othersByKind: ReadonlyMap<string, readonly Manifest[]>;
  /** What istiod does not read, by kind, namespace and name; nothing above holds it. */
  readonly unread: readonly UnreadObject[];
}
