import type { Effect, Fact, PathClass } from '../analysis.js';
import { isAddressField } from '../authorization/envoy-outcome.js';
import { identityOf, namesWaypoint, peerFieldsOf, type PeerFields } from '../authorization/peer.js';
import type { RuleField } from '../authorization/rule-fields.js';
import { factAt } from '../model/evidence.js';
import type { Gateway } from '../model/model.js';
import type { AuthorizationPolicy } from '../model/policy.js';
import type { Context } from './context.js';
import type { Reach } from './exposure.js';

/** How who stands in front of the enforcer changes what a policy comes to. */
export interface PeerEffect {
  readonly effect: Effect;
  readonly facts: readonly Fact[];
}

const UNCHANGED: PeerEffect = Object.freeze({ effect: 'AS_WRITTEN', facts: Object.freeze([]) });

const letIn = ({ manifest, namespace, name }: Gateway): Fact =>
  factAt(
    manifest,
    [],
    `PILOT_AUTO_ALLOW_WAYPOINT_POLICY: istiod adds an ALLOW policy for waypoint ${namespace}/${name}, so what comes through it is admitted.`,
  );

const SIDECAR = 'the sidecar';
const isTunnelled = (pathClass: PathClass): boolean =>
  pathClass === 'SERVICE_ADDRESSED' || pathClass === 'POD_ADDRESSED';

/** Judges one policy for every way that traffic reaches a destination (semantics 5.6, tables B and C). */
export class PeerJudge {
  private readonly fields: PeerFields;
  private readonly trustDomain: string;

  constructor(
    private readonly policy: AuthorizationPolicy,
    private readonly context: Context,
  ) {
    this.fields = peerFieldsOf(policy);
    this.trustDomain = context.model.mesh.trustDomain;
  }

  effectOn(reach: Reach, enforcer: string): PeerEffect {
    const { pathClass, behind, plaintext } = reach;
    const [identity] = this.fields.identity;
    if (plaintext && identity !== undefined) return this.noIdentity(identity, reach, enforcer);
    const hidden = this.fields.substituted.find(isAddressField);
    if (enforcer === SIDECAR && isTunnelled(pathClass) && hidden !== undefined) return this.noAddress(hidden);
    const surprise = behind.find((waypoint) => this.isReplacedBy(waypoint, enforcer));
    if (surprise !== undefined) return this.wrongIdentity(surprise, enforcer, reach);
    if (behind.length === 0) return UNCHANGED;
    return { effect: 'AS_WRITTEN', facts: behind.flatMap((waypoint) => this.behindFacts(waypoint, enforcer)) };
  }

  private behindFacts(waypoint: Gateway, enforcer: string): readonly Fact[] {
    const seen = this.seesWaypoint(waypoint, enforcer);
    return this.isLetIn(waypoint, enforcer) ? [seen, letIn(waypoint)] : [seen];
  }

  /** istiod itself admits the waypoint beside every ALLOW policy of ztunnel (semantics 7.8). */
  private isLetIn(waypoint: Gateway, enforcer: string): boolean {
    return this.policy.action === 'ALLOW' && enforcer === 'ztunnel' && this.context.implicit.for(waypoint) !== null;
  }

  private isReplacedBy(waypoint: Gateway, enforcer: string): boolean {
    if (this.isLetIn(waypoint, enforcer)) return false;
    const { substituted } = this.fields;
    return substituted.length > 0 && !namesWaypoint(this.policy, this.fields, waypoint, this.trustDomain);
  }

  private wrongIdentity(waypoint: Gateway, enforcer: string, reach: Reach): PeerEffect {
    const { manifest, action } = this.policy;
    const [field] = this.fields.substituted;
    const outcome = action === 'ALLOW' ? 'its ALLOW rules refuse or admit all of them alike' : 'its rules miss them';
    const fact = `These fields compare the peer, which is the waypoint and not the client: for clients behind it ${outcome}.`;
    return {
      effect: 'WRONG_IDENTITY',
      facts: [
        ...this.bindingTo(waypoint, reach),
        this.seesWaypoint(waypoint, enforcer),
        factAt(manifest, field?.path ?? ['spec'], fact),
      ],
    };
  }

  // How the first of the workloads, or its service, comes to be behind the waypoint.
  private bindingTo(waypoint: Gateway, { pathClass, workloads: [example] }: Reach): readonly Fact[] {
    if (example === undefined) return [];
    if (pathClass === 'POD_ADDRESSED') return example.binding.evidence();
    const services = this.context.model.servicesByWorkload.get(example) ?? [];
    const bound = services.find(
      ({ binding: { waypoint: own, canary } }) => own === waypoint || canary?.waypoint === waypoint,
    );
    return bound === undefined ? [] : this.context.bindingFacts(bound);
  }

  // Inferred from the chains of a waypoint, which end the same tunnel (semantics 14.1).
  private noAddress(field: RuleField): PeerEffect {
    const holds = field.negative ? 'always holds' : 'never matches';
    const fact = `What ztunnel brings reaches the sidecar by HBONE, where the peer address is Envoy's own: \`${field.name}\` ${holds}.`;
    return { effect: 'WRONG_IDENTITY', facts: [factAt(this.policy.manifest, field.path, fact)] };
  }

  private noIdentity(field: RuleField, { pathClass }: Reach, enforcer: string): PeerEffect {
    const who =
      pathClass === 'UNCAPTURED_CLIENT'
        ? 'A client that ztunnel does not capture speaks plaintext'
        : 'ztunnel and waypoints speak plaintext to pods without label networking.istio.io/tunnel: http';
    const fact = `${who}, so ${enforcer} sees no identity: what a rule asks for never holds, what it excludes is never met.`;
    return { effect: 'NO_IDENTITY', facts: [factAt(this.policy.manifest, field.path, fact)] };
  }

  private seesWaypoint(waypoint: Gateway, enforcer: string): Fact {
    const { namespace, name, manifest } = waypoint;
    const identity = identityOf(waypoint, this.trustDomain);
    return factAt(manifest, [], `Behind waypoint ${namespace}/${name}, ${enforcer} sees ${identity} as the peer.`);
  }
}
