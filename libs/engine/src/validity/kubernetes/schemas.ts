import type { Schema } from '../schema.js';

const TEXT: Schema = { type: 'string' };
const TRUTH: Schema = { type: 'boolean' };
const WHOLE: Schema = { type: 'integer' };
const INT_OR_TEXT: Schema = { 'x-kubernetes-int-or-string': true };
const ANY_LIST: Schema = { type: 'array' };
const TEXTS: Schema = { type: 'array', items: TEXT };
const TEXT_MAP: Schema = { type: 'object', additionalProperties: TEXT };
const PORT: Schema = { type: 'integer', minimum: 1, maximum: 65535 };
const PROTOCOL: Schema = { type: 'string', enum: ['TCP', 'UDP', 'SCTP', ''] };
const NAME_OF_PORT: Schema = { type: 'string', maxLength: 63 };

const object = (properties: Readonly<Record<string, Schema>>, required: readonly string[] = []): Schema => ({
  type: 'object',
  properties,
  required,
});
const list = (items: Schema, limits: Schema = {}): Schema => ({ type: 'array', items, ...limits });

const container = object({
  name: TEXT,
  ports: list(object({ name: NAME_OF_PORT, containerPort: PORT, protocol: PROTOCOL }, ['containerPort'])),
});

const podSpec = (required: readonly string[]): Schema =>
  object(
    {
      serviceAccountName: TEXT,
      hostNetwork: TRUTH,
      containers: list(container, { minItems: 1 }),
      initContainers: list(container),
    },
    required,
  );

const metadata = object({ labels: TEXT_MAP, annotations: TEXT_MAP });
const template = object({ metadata, spec: podSpec([]) });

const pod = object(
  {
    spec: podSpec(['containers']),
    status: object({ phase: TEXT, podIP: TEXT, podIPs: list(object({ ip: TEXT })), conditions: ANY_LIST }),
  },
  ['spec'],
);

const servicePort = object(
  { name: NAME_OF_PORT, port: PORT, targetPort: INT_OR_TEXT, protocol: PROTOCOL, appProtocol: TEXT },
  ['port'],
);
const serviceType: Schema = { type: 'string', enum: ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName', ''] };
const service = object(
  {
    spec: object({
      type: serviceType,
      clusterIP: TEXT,
      clusterIPs: TEXTS,
      selector: TEXT_MAP,
      ports: list(servicePort),
    }),
  },
  ['spec'],
);

const endpoint = object({
  addresses: list(TEXT, { maxItems: 100 }),
  conditions: object({ ready: TRUTH }),
  targetRef: object({ kind: TEXT, name: TEXT }),
});
const endpointSlice = object(
  {
    addressType: { type: 'string', enum: ['IPv4', 'IPv6', 'FQDN'] },
    endpoints: list(endpoint, { maxItems: 1000 }),
    ports: list(object({ name: TEXT, port: { type: 'integer', minimum: 0, maximum: 65535 }, appProtocol: TEXT })),
  },
  ['addressType'],
);

const workload = object({ spec: object({ replicas: WHOLE, template }) });
const job = object({ spec: object({ template }) });

/**
 * What is asked of Kubernetes' own kinds: the types of the fields that the analysis reads, and what the API server requires
 * of them (kubernetes pkg/apis/{core,apps,batch,discovery}/validation). Other fields are left to the API server.
 */
export const KUBERNETES_SCHEMAS: Readonly<Record<string, Schema>> = {
  '/ConfigMap': object({ data: TEXT_MAP }),
  '/Namespace': object({ spec: object({}) }),
  '/Pod': pod,
  '/Service': service,
  '/ServiceAccount': object({}),
  'apps/DaemonSet': workload,
  'apps/Deployment': workload,
  'apps/ReplicaSet': workload,
  'apps/StatefulSet': workload,
  'batch/CronJob': object({ spec: object({ jobTemplate: job }) }),
  'batch/Job': job,
  'discovery.k8s.io/EndpointSlice': endpointSlice,
  'networking.k8s.io/NetworkPolicy': object({ spec: object({ podSelector: object({ matchLabels: TEXT_MAP }) }) }),
};

/** The versions that API servers of Istio's oldest supported releases and later serve. */
export const KUBERNETES_VERSIONS: Readonly<Record<string, string>> = {
  '': 'v1',
  apps: 'v1',
  batch: 'v1',
  'discovery.k8s.io': 'v1',
  'networking.k8s.io': 'v1',
};
