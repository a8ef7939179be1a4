import { selectorMatches } from './labels.js';
import type { Capture, CaptureReason, CniSettings, EnablementSelector, Labels } from './model.js';
import { fields, labelValue } from './narrow.js';

export const DATAPLANE_MODE = 'istio.io/dataplane-mode';
export const REDIRECTION = 'ambient.istio.io/redirection';
export const SIDECAR_STATUS = 'sidecar.istio.io/status';

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
export function captureOf(subject: CaptureSubject, cni: CniSettings): Capture {
  const redirection = labelValue(subject.annotations, REDIRECTION);
  const predicted = !subject.running && redirection === undefined;
  if (subject.hostNetwork) return capture(false, 'HOST_NETWORK', predicted);
  if (subject.terminated) return capture(false, 'TERMINATED', predicted);
  if (redirection === 'enabled') return capture(true, 'REDIRECTION_ENABLED', false);
  if (redirection === 'pending') return capture(false, 'REDIRECTION_PENDING', false);
  if (subject.sidecar) return capture(false, 'SIDECAR', predicted);
  if (cni.excludedNamespaces.has(subject.namespace)) return capture(false, 'EXCLUDED_NAMESPACE', predicted);
  return captureByLabels(subject, cni, predicted);
}

const NO_LABELS: Labels = Object.freeze({});

/** What the labels ask for; a pod that runs without the agent's annotation did not get it. */
function captureByLabels(subject: CaptureSubject, cni: CniSettings, predicted: boolean): Capture {
  const { labels = NO_LABELS, namespaceLabels, running } = subject;
  const entry = cni.ambientEnabled
    ? cni.enablementSelectors.find(
        ({ podSelector, namespaceSelector }) =>
          selectorMatches(podSelector, labels) && selectorMatches(namespaceSelector, namespaceLabels),
      )
    : undefined;
  if (entry === undefined) {
    return capture(false, labelValue(labels, DATAPLANE_MODE) === 'none' ? 'OPTED_OUT' : 'NOT_ENROLLED', predicted);
  }
  if (running) return capture(false, 'NOT_REDIRECTED', false);
  return capture(true, asksForNamespace(entry) ? 'NAMESPACE_LABEL' : 'POD_LABEL', predicted);
}

/** Whether the namespace's labels play a part in it. */
const asksForNamespace = ({ namespaceSelector }: EnablementSelector): boolean =>
  Object.keys(fields(namespaceSelector)).length > 0;
