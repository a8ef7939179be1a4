import type { Refusal } from '../attachment/listener-admission.js';
import type { FieldPath } from '../manifest/manifest.js';
import { factAt, refOf } from '../model/evidence.js';
import type { Gateway } from '../model/model.js';
import type { ParentRef, Route } from '../model/route.js';
import { everywhere } from './plain-evaluators.js';
import type { Context } from './context.js';
import { missing, type RouteOutcome } from './route-outcome.js';
import { routerDraftsAt } from './router-drafts.js';

/** A route whose parent is a Gateway or its ListenerSet: ingress gateways take it, waypoints do not (semantics 3.8). */
export function atGateway(
  route: Route,
  at: FieldPath,
  gateway: Gateway | undefined,
  parent: ParentRef,
  context: Context,
): RouteOutcome {
  if (gateway === undefined) return missing(route, at, parent);
  const { namespace, name, role, manifest } = gateway;
  const named = factAt(route.manifest, at, `Its parent is ${parent.kind} ${parent.namespace}/${parent.name}.`);
  const unparented = (fact: string, path: FieldPath = ['spec', 'gatewayClassName']): RouteOutcome => ({
    effect: 'NOT_ATTACHED',
    targets: [refOf(manifest)],
    facts: [named, factAt(manifest, path, fact)],
  });
  const outcome = context.routeParents.outcome(route, parent);
  if (outcome?.refusal != null) return unparented(REFUSALS[outcome.refusal], ['spec', 'listeners']);
  if (outcome !== null && (role === 'GATEWAY' || role === 'SANDWICH')) {
    return routerDraftsAt(gateway, everywhere, [named], context);
  }
  if (parent.kind !== 'Gateway') {
    return unparented(`Gateway ${namespace}/${name} takes no listeners from there (allowedListeners).`, ['spec']);
  }
  return unparented(elsewhere(gateway));
}

const REFUSALS: Readonly<Record<Refusal, string>> = {
  NotAllowedByListeners: 'None of its listeners takes routes of this kind or namespace (protocol, allowedRoutes).',
  NoMatchingListenerHostname: 'None of its listeners is for a hostname of this route.',
  NoMatchingParent: 'None of its listeners has the section name and port that the route names.',
};

function elsewhere({ role, className, gatewayClass }: Gateway): string {
  switch (role) {
    case 'REMOTE':
      return 'The Gateway stands for one elsewhere; what that one does is decided by its own control plane.';
    case 'EASTWEST':
      return 'An east-west gateway only hands tunnels on: istiod gives routes no such parent.';
    case 'WAYPOINT':
    case 'AGENTGATEWAY_WAYPOINT':
      return 'The Gateway is a waypoint, and istiod gives routes no such parent: name the Service instead.';
    default:
      return gatewayClass === null
        ? `There is no GatewayClass ${className}, so nobody serves this Gateway.`
        : `Its class is served by ${gatewayClass.controllerName}, not by Istio; what that makes of the route is not known here.`;
  }
}
