import type { CaptureReason } from '../api/generated/graphql';

/** Whether ztunnel carries the traffic of a pod, and why. */
export const CAPTURE_WORDS: Record<CaptureReason, { label: string; explanation: string }> = {
  REDIRECTION_ENABLED: { label: 'in ambient', explanation: 'The node agent has redirected its traffic to ztunnel.' },
  REDIRECTION_PENDING: {
    label: 'joining ambient',
    explanation: 'The node agent has begun to redirect its traffic; ztunnel is not in the way yet.',
  },
  POD_LABEL: { label: 'in ambient', explanation: 'Its own label istio.io/dataplane-mode enrols it.' },
  NAMESPACE_LABEL: { label: 'in ambient', explanation: 'The label of its namespace enrols it.' },
  OPTED_OUT: { label: 'opted out', explanation: 'Its label istio.io/dataplane-mode: none keeps it out.' },
  NOT_ENROLLED: { label: 'not in the mesh', explanation: 'Neither its label nor that of its namespace enrols it.' },
  NOT_REDIRECTED: {
    label: 'enrolled, not redirected',
    explanation: 'Its labels ask for ambient, but no node agent has redirected its traffic.',
  },
  HOST_NETWORK: { label: 'host network', explanation: 'Pods in the network of their node cannot be redirected.' },
  SIDECAR: { label: 'sidecar', explanation: 'It has an Envoy of its own; ztunnel leaves it alone.' },
  EXCLUDED_NAMESPACE: {
    label: 'excluded namespace',
    explanation: 'The configuration of the CNI leaves its namespace out.',
  },
  TERMINATED: { label: 'ended', explanation: 'The pod has run to its end.' },
  NOT_A_POD: { label: 'not a pod', explanation: 'An address outside the cluster: no node agent can redirect it.' },
};
