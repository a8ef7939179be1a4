import type { Fact } from '../../analysis.js';
import { factAt } from '../../model/evidence.js';
import type { ClusterModel } from '../../model/model.js';
import type { PeerAuthentication } from '../../model/policy.js';
import { captureFact } from '../../verdict/capture-facts.js';
import type { PeerAuthenticationLevels } from '../../ztunnel/peer-authentication.js';
import type { Arrival } from '../arrival.js';
import type { NearestRule, RuleCondition } from '../decision.js';
import type { Peer } from '../peer.js';
import { placeOf } from './rule-parts.js';

/** Why the enforcer in front of a pod sees no identity of this client (semantics 1.4, 14.5); null: it comes from outside. */
export function plaintextFact(peer: Peer, { workload, isServiceAddressed }: Arrival, model: ClusterModel): Fact | null {
  const client = peer.workload;
  if (client === null) return null;
  const name = `${client.namespace}/${client.name}`;
  switch (peer.transport) {
    case 'PLAIN':
      return captureFact(client, model);
    case 'SIDECAR':
    case 'GATEWAY':
      return isServiceAddressed
        ? factAt(
            workload.manifest,
            [],
            `The proxy beside ${name} sends plaintext to this pod, as PeerAuthentication asks.`,
          )
        : factAt(
            client.manifest,
            [],
            `The proxy beside ${name} shows its identity to Services only, not to a pod's address.`,
          );
    case 'ZTUNNEL':
    case 'WAYPOINT':
      return factAt(
        workload.manifest,
        [...workload.podPath, 'metadata', 'labels', 'networking.istio.io/tunnel'],
        `${workload.namespace}/${workload.name} is not known to speak HBONE, so the mesh sends it plaintext.`,
      );
  }
}

/** What the mode of a PeerAuthentication asks of a client, and why this one does not have it. */
export function identityWanted(
  levels: PeerAuthenticationLevels,
  port: number,
  mode: 'STRICT' | 'DISABLE',
  because: Fact | null,
): NearestRule | null {
  const source = modeSource(levels, port, mode);
  if (source === null) return null;
  const { policy, path } = source;
  const { kind, namespace, name, manifest } = policy;
  const strict = mode === 'STRICT';
  const fact = strict ? 'STRICT wants an identity, plaintext sent' : 'DISABLE wants plaintext, mTLS sent';
  const place = placeOf(manifest, path)();
  const sent = strict ? null : 'mTLS';
  const condition: RuleCondition = { ...place, fact, state: 'UNMET', wanted: [mode], negative: false, sent };
  const why = strict ? ` ${because?.fact ?? OUTSIDE}` : '';
  return {
    kind: 'IDENTITY',
    policy: { kind, namespace, name, rule: -1 },
    summary: `${namespace}/${name}, ${place.field}: ${fact}.${why}`,
    conditions: [condition],
  };
}

const OUTSIDE =
  'The client is outside the mesh: it needs a gateway of the mesh before the pod, or a place in ambient or beside a sidecar.';

function modeSource({ mesh, namespace, workload }: PeerAuthenticationLevels, port: number, mode: string) {
  if (workload?.portModes.get(port) === mode)
    return { policy: workload, path: ['spec', 'portLevelMtls', String(port), 'mode'] };
  const policy = [workload, namespace, mesh].find((level): level is PeerAuthentication => level?.mode === mode);
  return policy === undefined ? null : { policy, path: ['spec', 'mtls', 'mode'] };
}
