import type { Workload } from '../model/model.js';
import { identity, type Identity } from './identity.js';
import type { ModelDirectory } from './model-directory.js';
import type { RequestSource } from './request.js';

/** Who opens a connection, and what stands beside it. */
export interface Peer {
  readonly transport: 'ZTUNNEL' | 'SIDECAR' | 'GATEWAY' | 'WAYPOINT' | 'PLAIN';
  readonly identity: Identity | null;
  readonly ip: string;
  /** null: outside the cluster. */
  readonly workload: Workload | null;
}

/** null: not in the snapshot. */
export function peerOf(source: RequestSource, directory: ModelDirectory, trustDomain: string): Peer | null {
  if (source.kind === 'EXTERNAL') return { transport: 'PLAIN', identity: null, ip: source.ip, workload: null };
  const workload = workloadOf(source, directory);
  if (workload === undefined) return null;
  const transport = source.kind === 'INGRESS' ? 'GATEWAY' : transportOf(workload);
  return {
    transport,
    identity: transport === 'PLAIN' ? null : identity(trustDomain, workload.namespace, workload.serviceAccount),
    ip: ('ip' in source ? source.ip : undefined) ?? workload.addresses[0] ?? '',
    workload,
  };
}

function workloadOf(
  { kind, namespace, name }: Exclude<RequestSource, { kind: 'EXTERNAL' }>,
  directory: ModelDirectory,
): Workload | undefined {
  switch (kind) {
    case 'POD':
      return directory.pod(namespace, name);
    case 'SERVICE_ACCOUNT':
      return directory.podOfAccount(namespace, name);
    case 'INGRESS':
      return directory.gatewayPod(namespace, name);
  }
}

function transportOf({ capture, sidecar }: Workload): Peer['transport'] {
  if (capture.captured) return 'ZTUNNEL';
  return sidecar ? 'SIDECAR' : 'PLAIN';
}
