import type { Verdict } from '../analysis.js';
import type { ObjectRef } from '../manifest/manifest.js';
import type { ClusterModel } from '../model/model.js';
import { summarizeNamespaces } from '../summary/namespaces.js';
import { summarizeWaypoints } from '../summary/waypoints.js';
import { enforcementOf } from './enforcement.js';
import { meaningOf, textOf } from './meaning.js';

/** What kind of thing is compared between clusters. */
export const ASPECTS = ['POLICY', 'WAYPOINT', 'NAMESPACE', 'MESH'] as const;
export type Aspect = (typeof ASPECTS)[number];

/** One thing of a cluster as it is compared with the thing of the same name in other clusters. */
export interface Comparable {
  readonly aspect: Aspect;
  readonly object: ObjectRef;
  /** What was written, without what the API server adds. */
  readonly text: unknown;
  /** What it says to the mesh, however it is written. */
  readonly meaning: unknown;
  /** What becomes of it in this cluster. */
  readonly enforcement: unknown;
}

/** Policies and routes, waypoints and other gateways, the enrolment of namespaces, and the settings of the mesh. */
export function comparablesOf(
  model: ClusterModel,
  verdictsOf: (policy: ObjectRef) => readonly Verdict[],
): readonly Comparable[] {
  return [...policies(model, verdictsOf), ...waypoints(model), ...namespaces(model), ...settings(model)];
}

function policies(model: ClusterModel, verdictsOf: (policy: ObjectRef) => readonly Verdict[]): Comparable[] {
  return [...model.policies, ...model.routes].map((policy): Comparable => {
    const { body } = policy.manifest;
    const enforcement = enforcementOf(verdictsOf(policy), model.mesh);
    return { aspect: 'POLICY', object: refOf(policy), text: textOf(body), meaning: meaningOf(body), enforcement };
  });
}

function waypoints(model: ClusterModel): Comparable[] {
  return summarizeWaypoints(model).flatMap((summary): Comparable[] => {
    const { namespace, name, type, waypointFor, ready, boundServices, boundWorkloads } = summary;
    const gateway = model.gatewaysByName.get(`${namespace}/${name}`);
    if (gateway === undefined) return [];
    const { body } = gateway.manifest;
    const enforcement = { type, waypointFor, ready, serves: boundServices + boundWorkloads > 0 };
    const object = { kind: 'Gateway', namespace, name };
    return [{ aspect: 'WAYPOINT', object, text: textOf(body), meaning: meaningOf(body), enforcement }];
  });
}

function namespaces(model: ClusterModel): Comparable[] {
  return summarizeNamespaces(model).flatMap(({ name, mode, waypoint }): Comparable[] => {
    const body = model.namespaces.get(name)?.manifest?.body;
    if (body === undefined) return [];
    const object = { kind: 'Namespace', namespace: '', name };
    const enforcement = { mode, waypoint };
    return [{ aspect: 'NAMESPACE', object, text: textOf(body), meaning: meaningOf(body), enforcement }];
  });
}

/** Each setting by itself: one that differs must not hide that the others are equal. */
function settings({ istioVersion, mesh, cni }: ClusterModel): Comparable[] {
  const { rootNamespace, trustDomain, trustDomainAliases, pathNormalization, outboundTrafficPolicy } = mesh;
  const values: Record<string, unknown> = {
    istioVersion,
    rootNamespace,
    trustDomain,
    trustDomainAliases: [...trustDomainAliases].sort(),
    pathNormalization,
    outboundTrafficPolicy,
    'cni.ambientEnabled': cni.ambientEnabled,
    'cni.excludedNamespaces': [...cni.excludedNamespaces].sort(),
    'cni.enablementSelectors': cni.enablementSelectors,
  };
  for (const [name, value] of Object.entries(mesh.features)) values[`feature.${name}`] = value;
  for (const { name, type, config } of mesh.extensionProviders) values[`provider.${name}`] = { type, config };
  return Object.entries(values).map(([name, value]): Comparable => {
    const object = { kind: 'MeshSetting', namespace: '', name };
    return { aspect: 'MESH', object, text: value, meaning: value, enforcement: value };
  });
}

const refOf = ({ kind, namespace, name }: ObjectRef): ObjectRef => ({ kind, namespace, name });
