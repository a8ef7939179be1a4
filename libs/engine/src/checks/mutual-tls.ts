import type { FieldPath } from '../manifest/manifest.js';
import type { Workload } from '../model/model.js';
import type { PeerAuthentication } from '../model/policy.js';
import { PeerAuthenticationIndex } from '../ztunnel/peer-authentication-index.js';
import type { CheckIndex } from './check-index.js';

export const peerAuthentications = ({ model }: CheckIndex): PeerAuthenticationIndex =>
  new PeerAuthenticationIndex(model);

/** The workloads for which each PeerAuthentication decides at its level, sidecars and captured ones. */
export function decidedWorkloads(index: CheckIndex): ReadonlyMap<PeerAuthentication, readonly Workload[]> {
  const peers = index.once(peerAuthentications);
  const decided = new Map<PeerAuthentication, Workload[]>();
  if (peers.all.length === 0) return decided;
  for (const workload of index.model.workloads) {
    if (!isInMesh(workload)) continue;
    const { mesh, namespace, workload: own } = peers.levelsOf(workload);
    for (const policy of [mesh, namespace, own]) {
      if (policy === null) continue;
      const known = decided.get(policy);
      if (known === undefined) decided.set(policy, [workload]);
      else known.push(workload);
    }
  }
  return decided;
}

export const isInMesh = ({ capture, sidecar }: Workload): boolean => capture.captured || sidecar;

/** The policy that makes ztunnel refuse plaintext to this port of a captured workload; null when it does not. */
export function refusesPlaintext(index: CheckIndex, workload: Workload, port: number): PeerAuthentication | null {
  const peers = index.once(peerAuthentications);
  const levels = peers.levelsOf(workload);
  const mutualTls = peers.mutualTlsOf(workload);
  if (mutualTls.kind === 'NONE') return null;
  const { mesh, namespace, workload: own } = levels;
  const above = namespace !== null && namespace.mode !== 'UNSET' ? namespace : mesh;
  const decisive = own !== null && own.mode !== 'UNSET' ? own : above;
  if (mutualTls.kind !== 'DERIVED' || mutualTls.strictToo === true) return decisive;
  if (peers.derived(mutualTls.from) === null) return null; // strict-port-lost speaks of it
  const portMode = mutualTls.from.portModes.get(port) ?? 'UNSET';
  if (portMode === 'STRICT') return mutualTls.from;
  return portMode === 'UNSET' && decisive?.mode === 'STRICT' ? decisive : null;
}

/** Where the mode of the policy, or of one of its ports, stands. */
export const modePath: FieldPath = ['spec', 'mtls', 'mode'];
export const portPath = (port: number): FieldPath => ['spec', 'portLevelMtls', String(port), 'mode'];
