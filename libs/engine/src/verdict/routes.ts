import type { Effect } from '../analysis.js';
import type { FieldPath } from '../manifest/manifest.js';
import { readsRoutesOf } from '../attachment/read-routes.js';
import { factAt } from '../model/evidence.js';
import type { ParentRef, Route } from '../model/route.js';
import type { Context } from './context.js';
import { NO_RULES, nobody, type Draft } from './draft.js';
import { atGateway } from './route-at-gateway.js';
import { atServices } from './route-at-services.js';
import type { RouteOutcome, Unparented } from './route-outcome.js';
import { uniqueRefs } from './targets.js';

/** A Gateway API route: by Service parents at waypoints, by Gateway parents at ingress gateways (semantics 3.8). */
export function judgeRoute(route: Route, context: Context): Draft[] {
  if (!readsRoutesOf(route.kind, context.model)) {
    const fact = `istiod ${context.model.istioVersion} reads no ${route.kind} without PILOT_ENABLE_ALPHA_GATEWAY_API=true.`;
    return [nobody('NOT_ATTACHED', [], [factAt(route.manifest, ['kind'], fact)])];
  }
  const outcomes = route.parentRefs.flatMap((parent, index) => parentOutcomes(route, parent, index, context));
  const drafts = [
    ...new Map(
      outcomes
        .filter(isDrafts)
        .flat()
        .map((draft) => [draftKey(draft), draft]),
    ).values(),
  ];
  const lost = outcomes.filter((outcome): outcome is Unparented => !isDrafts(outcome));
  if (drafts.some(({ enforcer }) => enforcer.type !== 'SIDECAR')) return drafts;
  return [...drafts, unread(route, lost, drafts.length > 0)];
}

const isDrafts = (outcome: RouteOutcome): outcome is readonly Draft[] => Array.isArray(outcome);

// Two parentRefs that name one service and two of its ports come to the same.
const draftKey = ({ enforcer, pathClass, effect, targets }: Draft): string =>
  JSON.stringify([enforcer, pathClass, effect, targets]);

function parentOutcomes(route: Route, parent: ParentRef, index: number, context: Context): RouteOutcome[] {
  const at: FieldPath = ['spec', 'parentRefs', index];
  switch (`${parent.group}/${parent.kind}`) {
    case 'gateway.networking.k8s.io/Gateway':
      return [
        atGateway(route, at, context.model.gatewaysByName.get(`${parent.namespace}/${parent.name}`), parent, context),
      ];
    case '/Service':
      return atServices(
        route,
        at,
        parent,
        context.targets.servicesNamed('Service', parent.namespace, parent.name),
        context,
      );
    case 'networking.istio.io/ServiceEntry':
      return atServices(
        route,
        at,
        parent,
        context.targets.servicesNamed('ServiceEntry', parent.namespace, parent.name),
        context,
      );
    case 'gateway.networking.k8s.io/ListenerSet':
    case 'gateway.networking.x-k8s.io/XListenerSet':
      return [atGateway(route, at, context.routeParents.gatewayOfListenerSet(parent), parent, context)];
    default: {
      const fact = factAt(
        route.manifest,
        at,
        `Istio knows no parent of group ${JSON.stringify(parent.group)} and kind ${parent.kind}.`,
      );
      return [{ effect: 'NOT_ATTACHED', targets: [], facts: [fact] }];
    }
  }
}

const NEAREST: readonly Effect[] = ['BYPASSED', 'TARGET_NOT_BOUND', 'NOT_ATTACHED', 'TARGET_NOT_FOUND'];

function unread(route: Route, lost: readonly Unparented[], hasSidecarClients: boolean): Draft {
  const effects = new Set(lost.map(({ effect }) => effect));
  const effect = NEAREST.find((candidate) => effects.has(candidate)) ?? 'NOT_ATTACHED';
  const targets = uniqueRefs(lost.flatMap((one) => one.targets));
  const none = route.parentRefs.length === 0 ? [factAt(route.manifest, ['spec'], 'The route names no parent.')] : [];
  const facts = [...none, ...lost.flatMap((one) => one.facts)];
  const closing = factAt(
    route.manifest,
    [],
    'No waypoint and no gateway uses this route; ztunnel does not know routes.',
  );
  return nobody(effect, targets, [...facts, closing], NO_RULES, hasSidecarClients ? 'SERVICE_ADDRESSED' : null);
}
