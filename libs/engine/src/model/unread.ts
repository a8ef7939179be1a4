import type { Fact } from '../analysis.js';
import type { Manifest } from '../manifest/manifest.js';
import type { IstioBehaviour } from '../version/behaviour.js';
import type { ControlPlane } from '../version/control-plane.js';
import { factAt } from './evidence.js';
import { selectorMatches } from './labels.js';
import { groupManifests, type ManifestGroups } from './manifest-groups.js';
import type { MeshSettings } from './model.js';
import type { Namespaces } from './namespaces.js';
import { field, labelsOf, labelValue, list } from './narrow.js';

/** An object that the control plane of the snapshot leaves out (semantics 3.10); it takes no part in the model. */
export interface UnreadObject {
  readonly manifest: Manifest;
  readonly reason: 'OTHER_REVISION' | 'NAMESPACE_NOT_DISCOVERED';
  /** Built when asked for. */
  evidence(): readonly Fact[];
}

export interface Reading {
  readonly controlPlane: ControlPlane | null;
  readonly mesh: MeshSettings;
  readonly namespaces: Namespaces;
  readonly behaviour: IstioBehaviour;
}

const REVISION = 'istio.io/rev';

/** Divides the manifests into what istiod reads and what it does not. */
export function readByIstiod(
  groups: ManifestGroups,
  reading: Reading,
): { readonly groups: ManifestGroups; readonly unread: readonly UnreadObject[] } {
  const unread: UnreadObject[] = [];
  if (reading.controlPlane === null && reading.mesh.discoverySelectors.length === 0) return { groups, unread };
  const read: Manifest[] = [];
  for (const manifests of groups.byGroupAndKind.values()) {
    for (const manifest of manifests) {
      const reason = whyUnread(manifest, reading);
      if (reason === null) read.push(manifest);
      else unread.push({ manifest, reason, evidence: () => evidenceOf(reason, manifest, reading) });
    }
  }
  return unread.length === 0 ? { groups, unread } : { groups: groupManifests(read), unread };
}

function whyUnread(manifest: Manifest, reading: Reading): UnreadObject['reason'] | null {
  if (!isDiscovered(manifest.namespace, reading)) return 'NAMESPACE_NOT_DISCOVERED';
  return isOfRevision(manifest, reading) ? null : 'OTHER_REVISION';
}

/**
 * Istio kube/namespace/filter.go Filter: cluster-wide objects always, others when a selector matches their namespace,
 * the control plane's own included. A namespace that the snapshot lacks is given the benefit of the doubt.
 */
function isDiscovered(name: string, { mesh, namespaces }: Reading): boolean {
  if (name === '' || mesh.discoverySelectors.length === 0) return true;
  const { manifest, labels } = namespaces.get(name);
  return manifest === null || mesh.discoverySelectors.some((selector) => selectorMatches(selector, labels));
}

/** Istio config/model.go LabelsInRevision: compared letter by letter, so that a tag such as `default` is no alias. */
function isOfRevision(manifest: Manifest, { controlPlane, behaviour }: Reading): boolean {
  if (controlPlane === null || !isFiltered(manifest, behaviour)) return true;
  const revision = labelValue(labelsOf(field(manifest.body.metadata, 'labels')), REVISION);
  return revision === undefined || revision === controlPlane.revision;
}

const ROUTING_KINDS: ReadonlySet<string> = new Set([
  'BackendTLSPolicy',
  'GRPCRoute',
  'HTTPRoute',
  'ListenerSet',
  'ReferenceGrant',
  'TCPRoute',
  'TLSRoute',
  'XBackendTrafficPolicy',
  'XListenerSet',
]);
const AMBIENT_KINDS: ReadonlySet<string> = new Set([
  'AuthorizationPolicy',
  'PeerAuthentication',
  'ServiceEntry',
  'WorkloadEntry',
]);

/**
 * Istio's own kinds and the Gateway API's, but for Gateways and their classes (Istio config/kube/crdclient/client.go and
 * gateway/controller.go inRevision). What ztunnel is told was not filtered before 1.27 (ambientindex.go New).
 */
function isFiltered({ group, kind, body }: Manifest, { revisionFilterInAmbient }: IstioBehaviour): boolean {
  if (group.startsWith('gateway.networking.')) return ROUTING_KINDS.has(kind);
  if (!group.endsWith('.istio.io')) return false;
  if (revisionFilterInAmbient || !AMBIENT_KINDS.has(kind)) return true;
  // ztunnel never gets those with targetRefs.
  return kind === 'AuthorizationPolicy' && list(field(body.spec, 'targetRefs')).length > 0;
}

function evidenceOf(reason: UnreadObject['reason'], manifest: Manifest, reading: Reading): readonly Fact[] {
  return reason === 'OTHER_REVISION' ? revisionFacts(manifest, reading) : discoveryFacts(manifest, reading);
}

function revisionFacts(manifest: Manifest, { controlPlane }: Reading): readonly Fact[] {
  const revision = labelValue(labelsOf(field(manifest.body.metadata, 'labels')), REVISION);
  const labelled = factAt(manifest, ['metadata', 'labels', REVISION], `It is for istiod of revision ${revision} only.`);
  if (controlPlane === null) return [labelled];
  const sentence = `istiod is of revision ${controlPlane.revision}, and does not read what is labelled for another one.`;
  return [labelled, factAt(controlPlane.manifest, ['metadata', 'labels', REVISION], sentence)];
}

function discoveryFacts(manifest: Manifest, { mesh, namespaces }: Reading): readonly Fact[] {
  const namespace = namespaces.get(manifest.namespace);
  const sentence = `No discovery selector of the mesh matches namespace ${namespace.name}, so istiod reads nothing in it.`;
  return [
    ...(mesh.manifest === null ? [] : [factAt(mesh.manifest, ['data', 'mesh'], sentence)]),
    ...(namespace.manifest === null
      ? []
      : [factAt(namespace.manifest, ['metadata', 'labels'], `These are the labels of namespace ${namespace.name}.`)]),
  ];
}
