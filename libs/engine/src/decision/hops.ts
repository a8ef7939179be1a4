import { parseAddress } from './address-block.js';
import type { PeerFacts } from './envoy/chain.js';
import type { Finding } from './finding.js';
import type { Peer } from './peer.js';
import type { Decision, DecisionHop, HopEnforcer, HttpRequest } from './request.js';
import type { SidecarTransport } from './sidecar-decisions.js';

/** What one enforcer sees: who comes, and to which address and port. */
export interface Seen {
  readonly peer: Peer;
  readonly ip: string;
  readonly port: number;
}

/** Over HBONE Envoy's inner listener sees its own internal address as the peer (semantics 14.1). */
export function envoyFacts({ peer, ip, port }: Seen, http: HttpRequest | null, transport: SidecarTransport): PeerFacts {
  const source = parseAddress(peer.ip);
  return {
    identity: peer.identity,
    directIp: transport === 'HBONE' ? null : source,
    remoteIp: (http === null ? null : forwardedFor(http)) ?? source,
    destinationIp: parseAddress(ip),
    destinationPort: port,
  };
}

/** The last entry, if it is a plain address (semantics 5.3). */
function forwardedFor({ headers }: HttpRequest) {
  const written = Object.entries(headers).find(([name]) => name.toLowerCase() === 'x-forwarded-for')?.[1];
  return written === undefined ? null : parseAddress(written.slice(written.lastIndexOf(',') + 1).trim());
}

/** What one enforcer saw and found. */
export const hop = (
  enforcer: HopEnforcer,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  { peer, ip, port }: Seen,
  { outcome, reason, code, policies, detail = '' }: Finding,
): DecisionHop => ({
  enforcer,
  namespace,
  name,
  outcome,
  reason,
  code,
  policies,
  identity: peer.identity?.text ?? null,
  sourceIp: peer.ip,
  destinationIp: ip,
  destinationPort: port,
  detail,
});

/** An answer that no enforcer gives. */
export const withoutHops = (outcome: Decision['outcome'], reason: Decision['reason'], detail: string): Decision => ({
  outcome,
  reason,
  decidedBy: null,
  code: null,
  policies: [],
  detail,
  hops: [],
});

/** The answer of the last hop. */
export function last(hops: readonly DecisionHop[]): Decision {
  const deciding = hops.at(-1);
  if (deciding === undefined) return withoutHops('ALLOWED', 'NOT_CAPTURED', '');
  const { enforcer, namespace, name, outcome, reason, code, policies, detail } = deciding;
  return { outcome, reason, decidedBy: { enforcer, namespace, name }, code, policies, detail, hops };
}
