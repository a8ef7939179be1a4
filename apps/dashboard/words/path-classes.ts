import type { PathClass } from '../api/generated/graphql';

/** How the traffic comes, in plain words; finishes "for traffic that comes …". */
export const PATH_CLASS_WORDS: Record<PathClass, { label: string; explanation: string }> = {
  SERVICE_ADDRESSED: {
    label: 'to the service',
    explanation: 'A captured client calls the service by its name or address.',
  },
  POD_ADDRESSED: { label: 'to the pod', explanation: 'A captured client calls the pod’s own address.' },
  INGRESS: { label: 'through ingress', explanation: 'The traffic enters through a gateway.' },
  SIDECAR_CLIENT: { label: 'from a sidecar', explanation: 'The client has a sidecar.' },
  UNCAPTURED_CLIENT: {
    label: 'from outside the mesh',
    explanation: 'The client is not captured: plain text, no identity.',
  },
};

export const PATH_CLASSES = Object.keys(PATH_CLASS_WORDS) as PathClass[];
