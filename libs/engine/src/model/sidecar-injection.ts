import type { Labels } from './model.js';
import { labelValue } from './narrow.js';

/** The injector never touches these (istio pkg/kube/inject/inject.go IgnoredNamespaces). */
const NEVER_INJECTED: ReadonlySet<string> = new Set([
  'kube-system',
  'kube-public',
  'kube-node-lease',
  'local-path-storage',
]);

const GATEWAY_TEMPLATE = 'inject.istio.io/templates';

/** Injected as a gateway, not as a sidecar beside an application (istio charts gateway/templates/deployment.yaml). */
export const isInjectedGateway = (annotations: Labels): boolean =>
  (labelValue(annotations, GATEWAY_TEMPLATE) ?? '').split(',').includes('gateway');

/**
 * Whether the injector would add a proxy to pods of this template (semantics 1.3; istio charts
 * mutatingwebhook.yaml, inject.go injectRequired).
 */
export function wouldBeInjected(namespace: string, namespaceLabels: Labels, podLabels: Labels | undefined): boolean {
  if (NEVER_INJECTED.has(namespace)) return false;
  const own = labelValue(podLabels, 'sidecar.istio.io/inject');
  if (own === 'false') return false;
  const injection = labelValue(namespaceLabels, 'istio-injection');
  if (injection === 'enabled') return true;
  if (injection === 'disabled') return false;
  if (labelValue(namespaceLabels, 'istio.io/rev') !== undefined) return true;
  return own === 'true' || labelValue(podLabels, 'istio.io/rev') !== undefined;
}
