import type { ClusterModel } from '../model/model.js';
import { field, list, text } from '../model/narrow.js';
import type { Route } from '../model/route.js';

/**
 * Whether a route with a Gateway parent may send to a Service of another namespace: a ReferenceGrant there must say so
 * (Istio config/kube/gateway/references_collection.go BackendAllowed). Routes of the mesh need none.
 */
export const isGranted = (
  { othersByKind }: ClusterModel,
  { kind, namespace: from }: Route,
  to: string,
  name: string,
): boolean =>
  from === to ||
  (othersByKind.get('ReferenceGrant') ?? []).some(
    ({ namespace, body }) =>
      namespace === to &&
      list(field(body.spec, 'from')).some(
        (entry) =>
          field(entry, 'group') === 'gateway.networking.k8s.io' &&
          field(entry, 'kind') === kind &&
          field(entry, 'namespace') === from,
      ) &&
      list(field(body.spec, 'to')).some(
        (entry) =>
          text(field(entry, 'group')) === '' &&
          field(entry, 'kind') === 'Service' &&
          ['', name].includes(text(field(entry, 'name'))),
      ),
  );
