import type { Capture, CaptureReason, Labels } from './model.js';
import { labelValue } from './narrow.js';

export const DATAPLANE_MODE = 'istio.io/dataplane-mode';
export const REDIRECTION = 'ambient.istio.io/redirection';
export const SIDECAR_STATUS = 'sidecar.istio.io/status';

/** istio-cni chart values.yaml excludeNamespaces. */
const EXCLUDED_NAMESPACES: ReadonlySet<string> = new Set(['kube-system']);

export interface CaptureSubject {
  readonly namespace: string;
  readonly namespaceLabels: Labels;
  readonly labels: Labels | undefined;
  readonly annotations: Labels;
  readonly hostNetwork: boolean;
  /** Its annotation says so, or injection would add one. */
  readonly sidecar: boolean;
  readonly terminated: boolean;
  /** A pod that runs: its node agent has decided, so the annotation (or its absence) is the answer. */
  readonly running: boolean;
}

const capture = (captured: boolean, reason: CaptureReason, predicted: boolean): Capture =>
  Object.freeze({ captured, reason, predicted });

export const NOT_A_POD = capture(false, 'NOT_A_POD', false);

/**
 * Whether ztunnel captures a pod (semantics 1.1, 1.2; istio cni/pkg/util/podutil.go, enablement_selector.go). The node
 * agent's annotation outranks what the labels ask for: istiod reads nothing else.
 */
export function captureOf(subject: CaptureSubject): Capture {
  const redirection = labelValue(subject.annotations, REDIRECTION);
  const predicted = !subject.running && redirection === undefined;
  if (subject.hostNetwork) return capture(false, 'HOST_NETWORK', predicted);
  if (subject.terminated) return capture(false, 'TERMINATED', predicted);
  if (redirection === 'enabled') return capture(true, 'REDIRECTION_ENABLED', false);
  if (redirection === 'pending') return capture(false, 'REDIRECTION_PENDING', false);
  if (subject.sidecar) return capture(false, 'SIDECAR', predicted);
  if (EXCLUDED_NAMESPACES.has(subject.namespace)) return capture(false, 'EXCLUDED_NAMESPACE', predicted);
  return intendedCapture(subject, predicted);
}

/** The chart's default enablement selectors. Only the exact value `none` opts out. */
function intendedCapture({ labels, namespaceLabels, running }: CaptureSubject, predicted: boolean): Capture {
  const own = labelValue(labels, DATAPLANE_MODE);
  if (own === 'none') return capture(false, 'OPTED_OUT', predicted);
  if (running) return capture(false, 'NOT_ENROLLED', false);
  if (own === 'ambient') return capture(true, 'POD_LABEL', predicted);
  if (labelValue(namespaceLabels, DATAPLANE_MODE) === 'ambient') return capture(true, 'NAMESPACE_LABEL', predicted);
  return capture(false, 'NOT_ENROLLED', predicted);
}
