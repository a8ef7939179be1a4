import type { FieldPath } from '../manifest/manifest.js';
import { field, list, text } from '../model/narrow.js';
import type { ClusterModel, Gateway, Service } from '../model/model.js';
import type { ParentRef, Route } from '../model/route.js';
import type { CheckIndex } from './check-index.js';
import type { CheckInput } from './define-check.js';

/** One parentRef with what it resolves to. */
export interface RouteParent {
  readonly route: Route;
  readonly ref: ParentRef;
  readonly field: FieldPath;
  /** Set when the parent is a Service or ServiceEntry that exists. */
  readonly service: Service | null;
  /** Set when the parent is a Gateway that exists. */
  readonly gateway: Gateway | null;
}

/** The parents of every route, in the order in which they are written. */
export const routeParents = ({ index }: CheckInput): readonly RouteParent[] => index.once(resolveParents);

export const resolveParents = (index: CheckIndex): readonly RouteParent[] =>
  index.model.routes.flatMap((route) =>
    route.parentRefs.map((ref, position) => ({
      route,
      ref,
      field: ['spec', 'parentRefs', position],
      service: index.servicesOf(ref)[0] ?? null,
      gateway: ref.kind === 'Gateway' ? (index.model.gatewaysByName.get(`${ref.namespace}/${ref.name}`) ?? null) : null,
    })),
  );

/** The Services that a route sends to, with Gateway API's defaults (kind Service, the route's own namespace). */
export const backendsOf = ({ index }: CheckInput, route: Route): Service[] => backendsIn(index, route);

export function backendsIn(index: CheckIndex, route: Route): Service[] {
  const backends = list(field(route.manifest.body.spec, 'rules'))
    .flatMap((rule) => list(field(rule, 'backendRefs')))
    .filter((ref) => field(ref, 'kind') === undefined || field(ref, 'kind') === 'Service')
    .flatMap((ref) =>
      index.servicesOf({
        kind: 'Service',
        namespace: text(field(ref, 'namespace')) || route.namespace,
        name: text(field(ref, 'name')),
      }),
    );
  return [...new Set(backends)];
}

export const hasSidecars = (model: ClusterModel, namespace: string): boolean =>
  (model.workloadsByNamespace.get(namespace) ?? []).some(({ sidecar }) => sidecar);
