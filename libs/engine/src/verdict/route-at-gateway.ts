import type { FieldPath } from '../manifest/manifest.js';
import { factAt, refOf } from '../model/evidence.js';
import type { Gateway } from '../model/model.js';
import { field, text } from '../model/narrow.js';
import type { ParentRef, Route } from '../model/route.js';
import { everywhere } from './chain-evaluators.js';
import type { Context } from './context.js';
import { missing, type RouteOutcome } from './route-outcome.js';
import { routerDraftsAt } from './router-drafts.js';

/** The Gateway that a ListenerSet adds listeners to. */
export function gatewayOfListenerSet({ kind, namespace, name }: ParentRef, { model }: Context): Gateway | undefined {
  const set = model.othersByKind
    .get(kind)
    ?.find((manifest) => manifest.namespace === namespace && manifest.name === name);
  const parent = field(set?.body.spec, 'parentRef');
  return model.gatewaysByName.get(`${text(field(parent, 'namespace')) || namespace}/${text(field(parent, 'name'))}`);
}

/** A route whose parent is a Gateway: ingress gateways take it, waypoints do not (semantics 3.8). */
export function atGateway(route: Route, at: FieldPath, gateway: Gateway | undefined, parent: ParentRef): RouteOutcome {
  if (gateway === undefined) return missing(route, at, parent);
  const { namespace, name, role, manifest } = gateway;
  const named = factAt(route.manifest, at, `Its parent is Gateway ${namespace}/${name}.`);
  if (role === 'GATEWAY' || role === 'SANDWICH') return routerDraftsAt(gateway, everywhere, [named]);
  const fact = factAt(
    manifest,
    ['spec', 'gatewayClassName'],
    role === 'REMOTE'
      ? 'The Gateway stands for one elsewhere; what that one does is decided by its own control plane.'
      : 'The Gateway is a waypoint, and istiod gives routes no such parent: name the Service instead.',
  );
  return { effect: 'NOT_ATTACHED', targets: [refOf(manifest)], facts: [named, fact] };
}
