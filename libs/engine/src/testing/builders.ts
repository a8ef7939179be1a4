import type { Manifest } from '../manifest/manifest.js';
import { manifestOf } from './manifest-of.js';

type Fields = Readonly<Record<string, unknown>>;
type StringMap = Readonly<Record<string, string>>;

interface Metadata {
  readonly labels?: StringMap;
  readonly annotations?: StringMap;
  readonly creationTimestamp?: string;
  readonly ownerReferences?: readonly Fields[];
}

/** `namespace/name`; a bare name lives in `default`. */
export type Name = string;

const namesOf = (name: Name): { namespace: string; name: string } => {
  const slash = name.indexOf('/');
  return slash < 0 ? { namespace: 'default', name } : { namespace: name.slice(0, slash), name: name.slice(slash + 1) };
};

const metadataOf = (name: Name, { labels, annotations, creationTimestamp, ownerReferences }: Metadata): Fields =>
  withoutAbsent({ ...namesOf(name), labels, annotations, creationTimestamp, ownerReferences });

const withoutAbsent = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** Any namespaced object. */
export const object = (
  apiVersion: string,
  kind: string,
  name: Name,
  spec?: Fields,
  metadata: Metadata = {},
): Manifest => manifestOf(withoutAbsent({ apiVersion, kind, metadata: metadataOf(name, metadata), spec }));

const waypointLabels = (waypoint: Name | undefined): StringMap => {
  if (waypoint === undefined) return {};
  const { namespace, name } = namesOf(waypoint);
  return waypoint.includes('/')
    ? { 'istio.io/use-waypoint': name, 'istio.io/use-waypoint-namespace': namespace }
    : { 'istio.io/use-waypoint': name };
};

interface UsesWaypoint {
  /** `name` in the object's own namespace, or `namespace/name`. */
  readonly waypoint?: Name;
}

export const namespace = (
  name: string,
  { ambient = false, waypoint, labels, annotations }: Metadata & UsesWaypoint & { readonly ambient?: boolean } = {},
): Manifest =>
  manifestOf({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: withoutAbsent({
      name,
      labels: { ...(ambient ? { 'istio.io/dataplane-mode': 'ambient' } : {}), ...waypointLabels(waypoint), ...labels },
      annotations,
    }),
  });

export interface PodOptions extends Metadata, UsesWaypoint {
  readonly serviceAccount?: string;
  readonly hostNetwork?: boolean;
  readonly ip?: string;
  readonly phase?: string;
  readonly ports?: Readonly<Record<string, number>>;
  /** Annotated as captured by ztunnel. */
  readonly captured?: boolean;
  /** Annotated as having a sidecar. */
  readonly sidecar?: boolean;
}

/** A running pod with the label `app: <name>`. */
export function pod(name: Name, options: PodOptions = {}): Manifest {
  const { captured = false, sidecar = false, ip = '10.0.0.1', phase = 'Running', waypoint, ...rest } = options;
  const annotations = {
    ...(captured ? { 'ambient.istio.io/redirection': 'enabled' } : {}),
    ...(sidecar ? { 'sidecar.istio.io/status': '{}' } : {}),
    ...rest.annotations,
  };
  const labels = { app: namesOf(name).name, ...waypointLabels(waypoint), ...rest.labels };
  return manifestOf({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: metadataOf(name, { ...rest, labels, annotations }),
    spec: podSpec(rest),
    status: { phase, podIP: ip, conditions: [{ type: 'Ready', status: 'True' }] },
  });
}

const podSpec = ({ serviceAccount, hostNetwork, ports = {} }: PodOptions): Fields =>
  withoutAbsent({
    serviceAccountName: serviceAccount,
    hostNetwork,
    containers: [
      { name: 'app', ports: Object.entries(ports).map(([name, containerPort]) => ({ name, containerPort })) },
    ],
  });

/** A Deployment whose pods have the label `app: <name>`; `labels` and `annotations` are the pod template's. */
export function deployment(name: Name, options: PodOptions = {}): Manifest {
  const labels = { app: namesOf(name).name, ...waypointLabels(options.waypoint), ...options.labels };
  const metadata = withoutAbsent({ labels, annotations: options.annotations });
  return object('apps/v1', 'Deployment', name, { template: { metadata, spec: podSpec(options) } });
}

export interface ServiceOptions extends Metadata, UsesWaypoint {
  readonly selector?: StringMap;
  readonly ip?: string;
  readonly type?: string;
  /** Default: `http` on 80 to 8080. */
  readonly ports?: readonly Fields[];
}

const HTTP_PORT = { name: 'http', port: 80, targetPort: 8080 };

/** A ClusterIP Service that selects `app: <name>`. */
export function service(name: Name, options: ServiceOptions = {}): Manifest {
  const {
    selector = { app: namesOf(name).name },
    ip = '10.96.0.1',
    type,
    ports = [HTTP_PORT],
    waypoint,
    ...rest
  } = options;
  const spec = withoutAbsent({ type, clusterIP: ip, selector, ports });
  return object('v1', 'Service', name, spec, { ...rest, labels: { ...waypointLabels(waypoint), ...rest.labels } });
}

export interface GatewayOptions extends Metadata {
  /** Its address; without one, the name of its Service. */
  readonly ip?: string;
  readonly className?: string;
  /** The label `istio.io/waypoint-for`. */
  readonly waypointFor?: string;
  /** `spec.listeners[0].allowedRoutes.namespaces`. */
  readonly allowed?: Fields;
  readonly listeners?: readonly Fields[];
  /** false: an empty status, as before its first pod is ready; 'UNKNOWN': no status, as when rendered. */
  readonly ready?: boolean | 'UNKNOWN';
}

/** A Gateway of class `istio-waypoint` with an address. */
export function waypoint(name: Name, options: GatewayOptions = {}): Manifest {
  const { className = 'istio-waypoint', waypointFor, allowed, ready = true, ...rest } = options;
  const allowedRoutes = allowed === undefined ? undefined : { namespaces: allowed };
  const { listeners = [withoutAbsent({ name: 'mesh', port: 15008, protocol: 'HBONE', allowedRoutes })] } = options;
  const created = ready === 'UNKNOWN' ? undefined : '2026-01-01T00:00:00Z';
  const hostname = `${namesOf(name).name}.${namesOf(name).namespace}.svc.cluster.local`;
  const address =
    options.ip === undefined ? { type: 'Hostname', value: hostname } : { type: 'IPAddress', value: options.ip };
  const labels = { ...(waypointFor === undefined ? {} : { 'istio.io/waypoint-for': waypointFor }), ...rest.labels };
  return manifestOf(
    withoutAbsent({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      // The API server writes the time of creation into what is in a cluster.
      metadata: metadataOf(name, { ...rest, labels, creationTimestamp: rest.creationTimestamp ?? created }),
      spec: { gatewayClassName: className, listeners },
      status: ready === 'UNKNOWN' ? undefined : { addresses: ready ? [address] : [] },
    }),
  );
}

export const serviceEntry = (name: Name, spec: Fields, { waypoint, ...rest }: Metadata & UsesWaypoint = {}): Manifest =>
  object('networking.istio.io/v1', 'ServiceEntry', name, spec, {
    ...rest,
    labels: { ...waypointLabels(waypoint), ...rest.labels },
  });

export const workloadEntry = (
  name: Name,
  spec: Fields,
  { waypoint, ...rest }: Metadata & UsesWaypoint = {},
): Manifest =>
  object('networking.istio.io/v1', 'WorkloadEntry', name, spec, {
    ...rest,
    labels: { ...waypointLabels(waypoint), ...rest.labels },
  });

export const authorizationPolicy = (name: Name, spec?: Fields, metadata?: Metadata): Manifest =>
  object('security.istio.io/v1', 'AuthorizationPolicy', name, spec, metadata);

export const requestAuthentication = (name: Name, spec?: Fields, metadata?: Metadata): Manifest =>
  object('security.istio.io/v1', 'RequestAuthentication', name, spec, metadata);

export const peerAuthentication = (name: Name, spec?: Fields, metadata?: Metadata): Manifest =>
  object('security.istio.io/v1', 'PeerAuthentication', name, spec, metadata);

export const httpRoute = (name: Name, spec: Fields, metadata?: Metadata): Manifest =>
  object('gateway.networking.k8s.io/v1', 'HTTPRoute', name, spec, metadata);

/** The mesh config of a control plane in istio-system. */
export const meshConfig = (config: Fields): Manifest =>
  manifestOf({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'istio', namespace: 'istio-system' },
    data: { mesh: JSON.stringify(config) },
  });
