import type { Effect, Fact, PathClass } from '../analysis.js';
import type { FieldPath } from '../manifest/manifest.js';
import { factAt } from '../model/evidence.js';
import type { Workload } from '../model/model.js';
import type { PeerAuthentication } from '../model/policy.js';
import { isWide } from '../ztunnel/peer-authentication-index.js';
import { captureFact } from './capture-facts.js';
import type { Context } from './context.js';
import { destinationDrafts } from './destination-drafts.js';
import { nobody, type Draft } from './draft.js';
import type { Exposure } from './exposure.js';
import { selectorFacts } from './selector-facts.js';
import { sidecarEnforcer } from './sidecar-evaluations.js';

/** A PeerAuthentication: the destination's ztunnel or sidecar enforces it, waypoints never (semantics 6). */
export function judgePeerAuthentication(policy: PeerAuthentication, context: Context): Draft[] {
  const { model } = context;
  const exposure = context.exposure(context.selection.atEnvoy(policy));
  const attachment = selectorFacts(policy, model.mesh.rootNamespace, exposure.owners);
  const drafts = [
    ...ztunnelDrafts(policy, exposure, context, attachment),
    ...sidecarDrafts(policy, exposure, context, attachment),
  ];
  return drafts.length > 0 ? drafts : [unread(policy, exposure, context, attachment)];
}

function ztunnelDrafts(
  policy: PeerAuthentication,
  exposure: Exposure,
  context: Context,
  attachment: readonly Fact[],
): Draft[] {
  const decided = context.peers.decidedBy(policy, exposure.captured);
  const [example] = decided;
  if (example === undefined || isOnlyDisable(policy)) return [];
  const { effect, facts } = atZtunnel(policy, example, context);
  const chain = [...attachment, captureFact(example, context.model)];
  const some = decided.length === exposure.captured.length ? null : new Set(decided);
  const judged = [{ workloads: some, evaluation: { outcome: { effect, rules: [] }, facts } }];
  const asWritten = (fact: string) => ({
    effect: 'AS_WRITTEN' as const,
    facts: [factAt(policy.manifest, ['spec'], fact)],
  });
  const [plaintext, mutual] = [asWritten(PLAINTEXT), asWritten(MUTUAL)];
  const onReach = ({ pathClass }: { readonly pathClass: PathClass }) =>
    pathClass === 'UNCAPTURED_CLIENT' ? plaintext : effect === 'DENY_WIDENED' ? NOTHING_TO_ADD : mutual;
  return destinationDrafts(context.ztunnel, exposure.ztunnel, judged, onReach, chain);
}

/** DISABLE and PERMISSIVE are the same to ztunnel: nothing is attached, and captured peers use mTLS all the same. */
const isOnlyDisable = ({ mode, portModes }: PeerAuthentication): boolean =>
  mode === 'DISABLE' && [...portModes.values()].every((portMode) => portMode === 'DISABLE' || portMode === 'UNSET');

function atZtunnel(
  policy: PeerAuthentication,
  workload: Workload,
  { peers, model }: Context,
): { readonly effect: Effect; readonly facts: readonly Fact[] } {
  if (isWide(policy)) return { effect: 'AS_WRITTEN', facts: [] };
  const at: FieldPath = ['spec', 'portLevelMtls'];
  const say = (effect: Effect, fact: string) => ({ effect, facts: [factAt(policy.manifest, at, fact)] });
  const mutualTls = peers.mutualTlsOf(workload);
  if (mutualTls.kind === 'DERIVED' && peers.derived(policy) === null) return say('DENY_NO_EFFECT', NEVER_SENT);
  const modes = [...policy.portModes.values()];
  if (mutualTls.kind === 'STRICT' && policy.mode === 'UNSET' && modes.includes('DISABLE')) {
    return say('DENY_WIDENED', NOT_EXEMPTED);
  }
  if (mutualTls.kind === 'DERIVED' && !model.behaviour.peerAuthenticationsMerged) {
    const strictPorts = modes.filter((mode) => mode === 'STRICT').length;
    if (mutualTls.strictToo === true) return say('DENY_WIDENED', NOT_MERGED);
    if (strictPorts > 1) return say('DENY_NO_EFFECT', ALL_PORTS_AT_ONCE);
    if (strictPorts > 0 && policy.mode === 'STRICT') return say('DENY_PARTIAL', THAT_PORT_ONLY);
  }
  return { effect: 'AS_WRITTEN', facts: [] };
}

const NEVER_SENT =
  'The workload lists a policy made from these ports, but istiod does not send it, because the root is STRICT and ' +
  'the namespace says nothing: plaintext to the STRICT ports is let through.';
const NOT_EXEMPTED = 'Under an inherited STRICT only PERMISSIVE ports are exempted: with DISABLE they stay STRICT.';

// Releases before the fixes 53884 and 54146.
const NOT_MERGED =
  'istiod of this release lists the inherited STRICT beside the policy made from these ports: plaintext to them is ' +
  'refused all the same, and everything to other ports, mutual TLS included.';
const ALL_PORTS_AT_ONCE =
  'istiod of this release makes one rule of several STRICT ports, and no connection has two ports: nothing is refused.';
const THAT_PORT_ONLY =
  'istiod of this release makes one rule of all ports: plaintext is refused at the STRICT port only, and passes elsewhere.';

const NOTHING_TO_ADD = Object.freeze({ effect: 'AS_WRITTEN' as const, facts: [] });
const PLAINTEXT =
  'A client that ztunnel does not capture speaks plaintext: where the mode is STRICT, ztunnel refuses it.';
const MUTUAL = 'This traffic reaches ztunnel with mTLS, which every mode admits.';

function sidecarDrafts(
  policy: PeerAuthentication,
  { sidecars, sidecar }: Exposure,
  { peers }: Context,
  attachment: readonly Fact[],
): Draft[] {
  const decided = peers.decidedBy(policy, sidecars);
  if (decided.length === 0) return [];
  const evaluation = { outcome: { effect: 'AS_WRITTEN' as const, rules: [] }, facts: [] };
  const asWritten = { effect: 'AS_WRITTEN' as const, facts: [] };
  const judged = [{ workloads: decided.length === sidecars.length ? null : new Set(decided), evaluation }];
  return destinationDrafts(sidecarEnforcer(decided), sidecar, judged, () => asWritten, attachment);
}

function unread(
  policy: PeerAuthentication,
  exposure: Exposure,
  { model, peers }: Context,
  attachment: readonly Fact[],
): Draft {
  const { manifest, namespace } = policy;
  const [captured] = exposure.captured;
  const [other] = exposure.unenforced;
  const facts: Fact[] = [...attachment];
  if (captured === undefined) {
    if (other !== undefined) facts.push(captureFact(other, model));
  } else if (namespace === model.mesh.rootNamespace && !isWide(policy)) {
    facts.push(
      factAt(
        manifest,
        ['spec', 'selector'],
        'In the root namespace a PeerAuthentication with a selector has no effect in ambient.',
      ),
    );
  } else if (isOnlyDisable(policy)) {
    facts.push(
      factAt(
        manifest,
        ['spec', 'mtls'],
        'ztunnel treats DISABLE like PERMISSIVE: nothing is attached, and captured clients use mTLS all the same.',
      ),
    );
  } else {
    const levels = peers.levelsOf(captured);
    const older = isWide(policy) ? (levels.namespace ?? levels.mesh) : levels.workload;
    if (older !== null)
      facts.push(factAt(older.manifest, [], 'An older PeerAuthentication decides at the same level.'));
  }
  return nobody('NOT_ATTACHED', exposure.owners, facts);
}
