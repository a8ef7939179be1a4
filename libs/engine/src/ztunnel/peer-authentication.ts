import type { MutualTlsMode, PeerAuthentication } from '../model/policy.js';
import type { IstioBehaviour } from '../version/behaviour.js';
import type { ZtunnelMatch, ZtunnelPolicy, ZtunnelRule } from './convert.js';

/** Who has no identity: a plaintext peer. */
const PLAINTEXT: ZtunnelMatch = { notPrincipals: [{ presence: true }] };

const OPEN_MODES: readonly MutualTlsMode[] = ['PERMISSIVE', 'DISABLE'];

/** The policy that istiod attaches to strict workloads (Istio ambient/authorization.go staticStrictPolicyName). */
export const staticStrictName = (rootNamespace: string): string => `${rootNamespace}/istio_converted_static_strict`;

/** Sent as soon as the mesh has any PeerAuthentication (semantics 6.1). */
export const staticStrictPolicy = (rootNamespace: string): ZtunnelPolicy => ({
  name: staticStrictName(rootNamespace),
  scope: 'WORKLOAD_SELECTOR',
  action: 'DENY',
  rules: [[[PLAINTEXT]]],
});

/** Names of policies made from PeerAuthentications (Istio model GetAmbientPolicyConfigName). */
export const derivedName = ({ namespace, name }: PeerAuthentication): string =>
  `${namespace}/converted_peer_authentication_${name}`;

/** The PeerAuthentications that decide for one workload: at each level the oldest. */
export interface PeerAuthenticationLevels {
  readonly mesh: PeerAuthentication | null;
  readonly namespace: PeerAuthentication | null;
  readonly workload: PeerAuthentication | null;
}

type Merging = Pick<IstioBehaviour, 'peerAuthenticationsMerged'>;

/** What a workload's PeerAuthentications put on its policy list at ztunnel. */
export type MutualTls =
  | { readonly kind: 'NONE' | 'STRICT' }
  /** `strictToo`: the static policy stays on the list beside the derived one, whose exemptions are then for nothing. */
  | { readonly kind: 'DERIVED'; readonly from: PeerAuthentication; readonly strictToo?: true };

/**
 * Istio ambient/authorization.go convertedSelectorPeerAuthentications (semantics 6.1, 6.2): DISABLE is PERMISSIVE, except
 * that under an inherited STRICT only PERMISSIVE ports make an exemption.
 *
 * @param merging how the release puts the levels together
 */
export function mutualTlsOf(
  { mesh, namespace, workload }: PeerAuthenticationLevels,
  { peerAuthenticationsMerged }: Merging,
): MutualTls {
  const parent = namespace !== null && namespace.mode !== 'UNSET' ? namespace : mesh;
  const inheritsStrict = parent?.mode === 'STRICT';
  if (workload === null) return { kind: inheritsStrict ? 'STRICT' : 'NONE' };
  const strict = workload.mode === 'UNSET' ? inheritsStrict : workload.mode === 'STRICT';
  const exempting = workload.mode === 'UNSET' ? ['PERMISSIVE'] : OPEN_MODES;
  const portModes = [...workload.portModes.values()];
  const derived = strict ? portModes.some((mode) => exempting.includes(mode)) : portModes.includes('STRICT');
  if (derived && strict && workload.mode === 'UNSET' && !peerAuthenticationsMerged) {
    return { kind: 'DERIVED', from: workload, strictToo: true };
  }
  if (derived) return { kind: 'DERIVED', from: workload };
  return { kind: strict ? 'STRICT' : 'NONE' };
}

/** The levels above a workload's own, as the builder of derived policies sees them: those without any selector. */
export type ParentLevels = Pick<PeerAuthenticationLevels, 'mesh' | 'namespace'>;

/**
 * The policy that port modes are turned into; null when there is none, even where a workload lists it.
 * Istio ambient/authorization.go convertPeerAuthentication.
 */
export function derivedPolicy(
  policy: PeerAuthentication,
  parents: ParentLevels,
  rootNamespace: string,
  { peerAuthenticationsMerged }: Merging,
): ZtunnelPolicy | null {
  const { portModes, namespace, selector } = policy;
  if (namespace === rootNamespace || selector === undefined || portModes.size === 0) return null;
  const rules = peerAuthenticationsMerged ? mergedRules(policy, parents) : ownRules(policy);
  return rules.length === 0 ? null : { name: derivedName(policy), scope: 'WORKLOAD_SELECTOR', action: 'DENY', rules };
}

const portsInOrder = ({ portModes }: PeerAuthentication) => [...portModes].sort(([a], [b]) => a - b);

function mergedRules(policy: PeerAuthentication, parents: ParentLevels): readonly ZtunnelRule[] {
  const { mode } = policy;
  const ports = portsInOrder(policy);
  const strictPorts = ports.filter(([, portMode]) => portMode === 'STRICT' && !isStrictAnyway(mode, parents));
  const openPorts = ports.filter(([, portMode]) => OPEN_MODES.includes(portMode) && !isOpenAnyway(mode, parents));
  if (mode === 'STRICT' && openPorts.length === 0) return [];
  const rules: ZtunnelRule[] = strictPorts.map(([port]) => [[{ ...PLAINTEXT, destinationPorts: [port] }]]);
  const exemption: ZtunnelMatch[][] = openPorts.map(([port]) => [{ notDestinationPorts: [port] }]);
  if (mode === 'STRICT') exemption.unshift([PLAINTEXT]);
  if (openPorts.length > 0 && parentIsStrict(parents)) exemption.push([PLAINTEXT]);
  if (exemption.length > 0) rules.push(exemption);
  return rules;
}

// Before the levels were merged (istio pull request 54073): one rule of which all must hold, whatever stands above.
function ownRules(policy: PeerAuthentication): readonly ZtunnelRule[] {
  const isOpen = OPEN_MODES.includes(policy.mode);
  const ports = portsInOrder(policy);
  const openPorts = isOpen ? [] : ports.filter(([, mode]) => OPEN_MODES.includes(mode));
  if (policy.mode === 'STRICT' && openPorts.length === 0) return [];
  const clauses: ZtunnelMatch[][] = [
    ...(policy.mode === 'STRICT' ? [[PLAINTEXT]] : []),
    ...ports.filter(([, mode]) => mode === 'STRICT').map(([port]) => [{ ...PLAINTEXT, destinationPorts: [port] }]),
    ...openPorts.map(([port]) => [{ notDestinationPorts: [port] }]),
  ];
  return clauses.length === 0 ? [] : [clauses];
}

/**
 * Whether a STRICT port needs no rule because a level above is STRICT. The mesh level is asked whatever the workload's own
 * mode is: Go binds && before ||. So a STRICT port of a PERMISSIVE workload gets no rule (semantics 6.2).
 */
function isStrictAnyway(mode: MutualTlsMode, { mesh, namespace }: ParentLevels): boolean {
  if (mode === 'STRICT') return true;
  if (mode === 'UNSET' && namespace?.mode === 'STRICT') return true;
  return (namespace === null || namespace.mode === 'UNSET') && mesh?.mode === 'STRICT';
}

function isOpenAnyway(mode: MutualTlsMode, { mesh, namespace }: ParentLevels): boolean {
  if (mode !== 'UNSET') return OPEN_MODES.includes(mode);
  return namespace === null ? mesh?.mode !== 'STRICT' : namespace.mode !== 'STRICT';
}

function parentIsStrict({ mesh, namespace }: ParentLevels): boolean {
  if (namespace?.mode === 'STRICT') return true;
  return mesh?.mode === 'STRICT' && (namespace === null || namespace.mode === 'UNSET');
}
