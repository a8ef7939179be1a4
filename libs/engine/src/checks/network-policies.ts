import type { Manifest } from '../manifest/manifest.js';
import { selectorMatches } from '../model/labels.js';
import type { ClusterModel, Workload } from '../model/model.js';
import { field, isFields, list, texts } from '../model/narrow.js';
import type { CheckInput } from './define-check.js';

/** A Kubernetes NetworkPolicy as far as it restricts what its pods may receive. */
export interface NetworkPolicy {
  readonly manifest: Manifest;
  readonly workloads: readonly Workload[];
  /** Some rule admits traffic, to certain ports or to all. */
  readonly opensPorts: boolean;
  /** Some rule admits TCP port 15008. */
  readonly opensHbone: boolean;
}

export const networkPolicies = ({ index }: CheckInput): readonly NetworkPolicy[] => index.once(readNetworkPolicies);

const readNetworkPolicies = ({ model }: { readonly model: ClusterModel }): readonly NetworkPolicy[] =>
  (model.othersByKind.get('NetworkPolicy') ?? []).filter(restrictsIngress).map((manifest) => {
    const { spec } = manifest.body;
    const rules = list(field(spec, 'ingress'));
    const selector = field(spec, 'podSelector');
    const inNamespace = model.workloadsByNamespace.get(manifest.namespace) ?? [];
    return {
      manifest,
      workloads: inNamespace.filter(({ labels }) => selectorMatches(selector ?? {}, labels ?? {})),
      opensPorts: rules.length > 0,
      opensHbone: rules.some(admitsHbone),
    };
  });

/** Without policyTypes every NetworkPolicy is about ingress (networking/v1 NetworkPolicySpec). */
function restrictsIngress({ group, body }: Manifest): boolean {
  const types = texts(field(body.spec, 'policyTypes'));
  return group === 'networking.k8s.io' && (types.length === 0 || types.includes('Ingress'));
}

const HBONE = 15008;

/** Whoever it admits, a rule without ports admits them to all; a named port may be any. */
function admitsHbone(rule: unknown): boolean {
  const ports = list(field(rule, 'ports'));
  return ports.length === 0 || ports.some(isHbone);
}

function isHbone(entry: unknown): boolean {
  if (!isFields(entry)) return false;
  const [protocol, port, endPort] = [field(entry, 'protocol'), field(entry, 'port'), field(entry, 'endPort')];
  if (protocol !== undefined && protocol !== 'TCP') return false;
  if (port === undefined) return true;
  if (typeof port !== 'number') return false;
  return typeof endPort === 'number' ? port <= HBONE && HBONE <= endPort : port === HBONE;
}
