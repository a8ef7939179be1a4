import type { KubernetesObject, ObjectRef } from './manifest.js';

/** What names an object; the version does not: `v1` and `v1beta1` of one object are the same object. */
export interface Identity extends ObjectRef {
  readonly group: string;
  readonly version: string;
}

/**
 * Kinds without a namespace, by group, of Kubernetes, Gateway API and Istio (`kubectl api-resources --namespaced=false`).
 * A kind that is not listed is taken as namespaced: none of these takes part in the analysis.
 */
const CLUSTER_SCOPED: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['', new Set(['Namespace', 'Node', 'PersistentVolume', 'ComponentStatus'])],
  ['gateway.networking.k8s.io', new Set(['GatewayClass'])],
  ['rbac.authorization.k8s.io', new Set(['ClusterRole', 'ClusterRoleBinding'])],
  ['apiextensions.k8s.io', new Set(['CustomResourceDefinition'])],
  ['apiregistration.k8s.io', new Set(['APIService'])],
  [
    'admissionregistration.k8s.io',
    new Set([
      'MutatingWebhookConfiguration',
      'ValidatingWebhookConfiguration',
      'MutatingAdmissionPolicy',
      'MutatingAdmissionPolicyBinding',
      'ValidatingAdmissionPolicy',
      'ValidatingAdmissionPolicyBinding',
    ]),
  ],
  ['storage.k8s.io', new Set(['StorageClass', 'CSIDriver', 'CSINode', 'VolumeAttachment', 'VolumeAttributesClass'])],
  ['scheduling.k8s.io', new Set(['PriorityClass'])],
  ['node.k8s.io', new Set(['RuntimeClass'])],
  ['networking.k8s.io', new Set(['IngressClass', 'IPAddress', 'ServiceCIDR'])],
  ['policy.networking.k8s.io', new Set(['AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy'])],
  ['certificates.k8s.io', new Set(['CertificateSigningRequest', 'ClusterTrustBundle'])],
  ['flowcontrol.apiserver.k8s.io', new Set(['FlowSchema', 'PriorityLevelConfiguration'])],
  ['resource.k8s.io', new Set(['DeviceClass', 'ResourceSlice'])],
]);

export const isClusterScoped = (group: string, kind: string): boolean => CLUSTER_SCOPED.get(group)?.has(kind) ?? false;

/**
 * The identity of an object as kubectl sees it: a namespaced object without `metadata.namespace` lives in `default`
 * (cli-runtime pkg/resource visitor.go `SetNamespace`, with the namespace of an unset context), and a cluster-scoped
 * one in none, whatever it says.
 *
 * @returns what is missing when the object cannot be named.
 */
export function identify(body: KubernetesObject): Identity | 'MISSING_KIND' | 'MISSING_NAME' {
  const { apiVersion, kind, metadata } = body;
  if (typeof kind !== 'string' || kind === '' || typeof apiVersion !== 'string' || apiVersion === '') {
    return 'MISSING_KIND';
  }
  if (!isRecord(metadata) || typeof metadata.name !== 'string' || metadata.name === '') return 'MISSING_NAME';
  const slash = apiVersion.indexOf('/');
  const group = slash === -1 ? '' : apiVersion.slice(0, slash);
  const version = apiVersion.slice(slash + 1);
  const written = typeof metadata.namespace === 'string' ? metadata.namespace : '';
  const namespace = isClusterScoped(group, kind) ? '' : written === '' ? 'default' : written;
  return { group, version, kind, namespace, name: metadata.name };
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
