import type { EnforcerType } from '../api/generated/graphql';
import type { Enforcer } from '../api/shapes';

export interface EnforcerWords {
  readonly label: string;
  readonly explanation: string;
}

export const ENFORCER_WORDS: Record<EnforcerType, EnforcerWords> = {
  ZTUNNEL: {
    label: 'ztunnel',
    explanation: 'The ztunnel on the node of the destination pod. It knows addresses, ports and callers, not HTTP.',
  },
  WAYPOINT: { label: 'waypoint', explanation: 'An Envoy in front of a service or workload. It reads HTTP.' },
  AGENTGATEWAY_WAYPOINT: {
    label: 'agentgateway waypoint',
    explanation: 'A waypoint of class istio-agentgateway-waypoint. It enforces none of Istio’s policy kinds.',
  },
  SANDWICH: {
    label: 'sandwiched gateway',
    explanation: 'A gateway of another class used as a waypoint, behind ztunnel.',
  },
  SIDECAR: { label: 'sidecar', explanation: 'The Envoy inside the destination pod.' },
  GATEWAY: { label: 'gateway', explanation: 'An ingress or egress gateway.' },
  EASTWEST: {
    label: 'east-west gateway',
    explanation: 'Forwards traffic between networks. It never applies the policy of a service.',
  },
  NOBODY: { label: 'nobody', explanation: 'No part of the mesh evaluates the policy.' },
};

/** All enforcers, in the order of legends. */
export const ENFORCERS = Object.keys(ENFORCER_WORDS) as EnforcerType[];

/** "waypoint payments/waypoint", "ztunnel", "nobody". */
export function enforcerName({ type, namespace, name }: Enforcer): string {
  const { label } = ENFORCER_WORDS[type];
  if (type === 'ZTUNNEL' || type === 'NOBODY' || name === '') return label;
  return `${label} ${namespace}/${name}`;
}
