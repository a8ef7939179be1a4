import type { Labels } from './model.js';
import { field, labelValue, list, texts } from './narrow.js';

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

const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';

/**
 * An ingress or egress gateway that istiod did not deploy: injected as one, or written out as the charts and istioctl do
 * it (istio manifests/charts/gateways/istio-ingress/templates/deployment.yaml, args `proxy router`).
 */
export const isClassicGateway = (
  labels: Labels | undefined,
  annotations: Labels,
  podSpec: unknown,
  injected: boolean,
): boolean =>
  labelValue(labels, GATEWAY_NAME) === undefined && ((injected && isInjectedGateway(annotations)) || isRouter(podSpec));

function isRouter(podSpec: unknown): boolean {
  const proxy = list(field(podSpec, 'containers')).find((container) => field(container, 'name') === 'istio-proxy');
  if (proxy === undefined) return false;
  const [command, role] = texts(field(proxy, 'args'));
  return command === 'proxy' && role === 'router';
}

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
