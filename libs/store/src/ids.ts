import type { ObjectRef } from '@waymark/engine';

// Ids are opaque to callers and stable across uploads. They hold the key of their row, so that a look-up needs no
// index of its own and always starts with the cluster.

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A row of a cluster: `rest` is its sequence, number, fingerprint or key. */
export interface ClusterKey {
  readonly clusterId: string;
  readonly rest: string;
}

export function clusterKeyId(clusterId: string, rest: string | number): string {
  return `${clusterId}.${rest}`;
}

/** null for anything that is not such an id: a caller asked for nothing that exists. */
export function parseClusterKeyId(id: string): ClusterKey | null {
  const clusterId = id.slice(0, 36);
  const rest = id.slice(37);
  return UUID.test(clusterId) && id[36] === '.' && rest !== '' ? { clusterId, rest } : null;
}

/** Keys whose rest is a positive number, such as a snapshot's sequence. */
export function parseNumberedId(id: string): { clusterId: string; number: number } | null {
  const key = parseClusterKeyId(id);
  if (key === null || !/^[1-9]\d{0,8}$/.test(key.rest)) return null;
  return { clusterId: key.clusterId, number: Number(key.rest) };
}

export const isUuid = (id: string): boolean => UUID.test(id);

/** Policies are logical: kind, namespace and name, whatever the cluster. */
export function policyId({ kind, namespace, name }: ObjectRef): string {
  return Buffer.from(`${kind}/${namespace}/${name}`).toString('base64url');
}

export function parsePolicyId(id: string): ObjectRef | null {
  const parts = Buffer.from(id, 'base64url').toString().split('/');
  const [kind, namespace, name] = parts;
  if (parts.length !== 3 || !kind || namespace === undefined || !name) return null;
  return { kind, namespace, name };
}
