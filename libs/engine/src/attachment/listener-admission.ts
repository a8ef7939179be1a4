import { hostsMeet } from '../model/host-names.js';
import { selectorMatches } from '../model/labels.js';
import type { Namespace } from '../model/model.js';
import { field, isFields, list, text, wholeNumber } from '../model/narrow.js';
import type { ParentRef, Route, RouteKind } from '../model/route.js';

/** Why a parent does not take a route, as istiod says it in the status (gateway-api RouteConditionReason). */
export type Refusal = 'NotAllowedByListeners' | 'NoMatchingListenerHostname' | 'NoMatchingParent';

/** Of several listeners that refuse, the first of these is reported (Istio conditions.go createRouteStatus). */
const REPORTED: readonly Refusal[] = ['NotAllowedByListeners', 'NoMatchingListenerHostname', 'NoMatchingParent'];

const GATEWAY_GROUP = 'gateway.networking.k8s.io';

/**
 * Whether one of the listeners takes the route: null when one does, else the reason that istiod reports (Istio
 * config/kube/gateway/conversion.go referenceAllowed). Without listeners there is nothing to report: undefined.
 *
 * @param owner namespace of the Gateway or ListenerSet
 * @param namespace of the route
 */
export function admittedBy(
  listeners: readonly unknown[],
  owner: string,
  route: Route,
  parent: ParentRef,
  namespace: Namespace,
): Refusal | null | undefined {
  if (listeners.length === 0) return undefined;
  const answers = listeners.map((listener) => refusalOf(listener, owner, route, parent, namespace));
  return answers.includes(null) ? null : REPORTED.find((reason) => answers.includes(reason));
}

function refusalOf(
  listener: unknown,
  owner: string,
  route: Route,
  { port, sectionName }: ParentRef,
  namespace: Namespace,
): Refusal | null {
  if (port !== null && port !== wholeNumber(field(listener, 'port'))) return 'NoMatchingParent';
  if (sectionName !== '' && sectionName !== field(listener, 'name')) return 'NoMatchingParent';
  const hostname = text(field(listener, 'hostname')) || '*';
  // A TCPRoute has no hostnames, whatever is written there.
  const hostnames = route.kind === 'TCPRoute' || route.hostnames.length === 0 ? ['*'] : route.hostnames;
  if (!hostnames.some((one) => hostsMeet(hostname, one))) return 'NoMatchingListenerHostname';
  if (!admitsNamespace(field(listener, 'allowedRoutes'), owner, namespace)) return 'NotAllowedByListeners';
  return kindsOf(listener).includes(route.kind) ? null : 'NotAllowedByListeners';
}

/** Istio conversion.go namespacesFromSelector: any word but `Same` needs a selector, and without one admits everybody. */
function admitsNamespace(allowedRoutes: unknown, owner: string, { name, labels }: Namespace): boolean {
  const namespaces = field(allowedRoutes, 'namespaces');
  const from = field(namespaces, 'from') ?? 'Same';
  if (from === 'Same') return name === owner;
  const selector = field(namespaces, 'selector');
  return from === 'All' || !isFields(selector) || selectorMatches(selector, labels);
}

/** Istio conditions.go generateSupportedKinds: what the protocol can carry, as far as the listener allows it. */
function kindsOf(listener: unknown): readonly RouteKind[] {
  const carried = kindsCarriedBy(text(field(listener, 'protocol')), field(field(listener, 'tls'), 'mode'));
  const allowed = list(field(field(listener, 'allowedRoutes'), 'kinds'));
  if (allowed.length === 0) return carried;
  return carried.filter((kind) =>
    allowed.some(
      (entry) => field(entry, 'kind') === kind && (field(entry, 'group') ?? GATEWAY_GROUP) === GATEWAY_GROUP,
    ),
  );
}

function kindsCarriedBy(protocol: string, tlsMode: unknown): readonly RouteKind[] {
  switch (protocol) {
    case 'HTTP':
    case 'HTTPS':
      return ['HTTPRoute', 'GRPCRoute'];
    case 'TCP':
      return ['TCPRoute'];
    case 'TLS':
      return tlsMode === 'Passthrough' ? ['TLSRoute'] : ['TCPRoute'];
    default:
      return [];
  }
}
