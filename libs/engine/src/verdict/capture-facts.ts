import type { Fact } from '../analysis.js';
import { factAt } from '../model/evidence.js';
import type { CaptureReason, ClusterModel, Workload } from '../model/model.js';

const DATAPLANE_MODE = 'istio.io/dataplane-mode';

/** Why ztunnel captures a workload or does not, at the label or annotation that decides (semantics 1.1, 1.2). */
export function captureFact(workload: Workload, model: ClusterModel): Fact {
  const { capture, manifest, owner, podPath } = workload;
  const who = `${owner.kind} ${owner.namespace}/${owner.name}`;
  const fact = `${REASONS[capture.reason].replace('{}', who)}${capture.predicted && capture.captured ? ' (predicted from labels)' : ''}.`;
  switch (capture.reason) {
    case 'REDIRECTION_ENABLED':
    case 'REDIRECTION_PENDING':
      return factAt(manifest, ['metadata', 'annotations', 'ambient.istio.io/redirection'], fact);
    case 'NAMESPACE_LABEL': {
      const namespace = model.namespaces.get(workload.namespace)?.manifest;
      return factAt(namespace ?? manifest, ['metadata', 'labels', DATAPLANE_MODE], fact);
    }
    case 'POD_LABEL':
    case 'OPTED_OUT':
      return factAt(manifest, [...podPath, 'metadata', 'labels', DATAPLANE_MODE], fact);
    case 'HOST_NETWORK':
      return factAt(manifest, [...podPath, 'spec', 'hostNetwork'], fact);
    default:
      return factAt(manifest, [], fact);
  }
}

const REASONS: Readonly<Record<CaptureReason, string>> = {
  REDIRECTION_ENABLED: 'ztunnel captures {}: the CNI has redirected its traffic',
  REDIRECTION_PENDING: 'ztunnel has not accepted {} yet: its redirection is pending',
  POD_LABEL: `ztunnel captures {} by its own label ${DATAPLANE_MODE}: ambient`,
  NAMESPACE_LABEL: `ztunnel captures {} by the label ${DATAPLANE_MODE}: ambient of its namespace`,
  OPTED_OUT: `{} opts out of ambient by its label ${DATAPLANE_MODE}: none`,
  NOT_ENROLLED: `{} is not in ambient: neither it nor its namespace has the label ${DATAPLANE_MODE}: ambient`,
  NOT_REDIRECTED: '{} asks for ambient by its labels, but it runs and the CNI has not redirected its traffic',
  HOST_NETWORK: '{} runs in the host network, which ztunnel never captures',
  SIDECAR: '{} has a sidecar, so ztunnel does not capture it',
  EXCLUDED_NAMESPACE: '{} is in a namespace that the CNI excludes',
  TERMINATED: '{} has ended',
  NOT_A_POD: '{} is no pod of this cluster, so no ztunnel stands before it',
};
