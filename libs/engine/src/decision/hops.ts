import type { Fact } from '../analysis.js';
import { parseAddress } from './address-block.js';
import { NO_ADDRESS, type UnreadAddress } from './addresses.js';
import type { Course, Step } from './course.js';
import type { Decision, DecisionHop, MissingName } from './decision.js';
import type { PeerFacts } from './envoy/chain.js';
import type { Peer } from './peer.js';
import type { HttpRequest } from './request.js';
import type { SidecarTransport } from './sidecar-decisions.js';

/** What one enforcer sees: who comes, and to which address and port. */
export interface Seen {
  readonly peer: Peer;
  readonly ip: string;
  readonly address: UnreadAddress;
  readonly port: number;
  /** Why there is no identity to see. */
  plaintext?(): Fact | null;
}

/** Over HBONE Envoy's inner listener sees its own internal address as the peer (semantics 14.1). */
export function envoyFacts(
  { peer, address, port }: Seen,
  http: HttpRequest | null,
  transport: SidecarTransport,
): PeerFacts {
  return {
    identity: peer.identity,
    directIp: transport === 'HBONE' ? NO_ADDRESS : peer.address,
    remoteIp: (http === null ? null : forwardedFor(http)) ?? peer.address,
    destinationIp: address,
    destinationPort: port,
  };
}

/** The last entry, if it is a plain address (semantics 5.3). */
function forwardedFor({ headers }: HttpRequest): UnreadAddress | null {
  for (const name in headers) {
    if (name.length === 15 && name.toLowerCase() === 'x-forwarded-for') {
      const written = headers[name] ?? '';
      const parsed = parseAddress(written.slice(written.lastIndexOf(',') + 1).trim());
      return parsed && { parsed };
    }
  }
  return null;
}

/** The answer with its evidence. */
export function decisionOf(course: Course): Decision {
  const { steps, outcome, reason, decidedBy, code, policies, ways } = course;
  const missing = course.missing?.() ?? null;
  const detail = missing === null ? course.detail : missingSentence(missing);
  return { outcome, reason, decidedBy, code, policies, detail, ways, missing, hops: steps.map(hopOf) };
}

function missingSentence({ name, near }: MissingName): string {
  const meant = near.length === 0 ? '' : ` Did you mean ${near.join(' or ')}?`;
  return `The snapshot holds no ${name}.${meant}`;
}

function hopOf({ enforcer, at: { namespace, name }, seen, finding }: Step): DecisionHop {
  const { peer, ip, port } = seen;
  const { outcome, reason, code, policies, detail = '' } = finding;
  return {
    enforcer,
    namespace,
    name,
    outcome,
    reason,
    code,
    policies,
    identity: peer.identity?.text ?? null,
    withoutIdentity: peer.identity === null ? (seen.plaintext?.() ?? null) : null,
    sourceIp: peer.ip,
    destinationIp: ip,
    destinationPort: port,
    detail,
    nearest: outcome === 'DENIED' ? (finding.nearest?.() ?? null) : null,
  };
}
