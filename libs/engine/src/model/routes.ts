import type { Manifest } from '../manifest/manifest.js';
import { field, list, text, texts, wholeNumber } from './narrow.js';
import { createdAt } from './order.js';
import type { ParentRef, Route, RouteKind } from './route.js';

export const GATEWAY_GROUP = 'gateway.networking.k8s.io';

export const routeFrom = (manifest: Manifest, kind: RouteKind): Route =>
  Object.freeze({
    kind,
    namespace: manifest.namespace,
    name: manifest.name,
    parentRefs: list(field(manifest.body.spec, 'parentRefs')).map((ref) => parentRef(ref, manifest.namespace)),
    hostnames: texts(field(manifest.body.spec, 'hostnames')),
    creationTimestamp: createdAt(manifest),
    manifest,
  });

/** An absent group means Gateway API's own, an empty one Kubernetes' core (gateway-api apis/v1 ParentReference). */
function parentRef(ref: unknown, namespace: string): ParentRef {
  const group = field(ref, 'group');
  return {
    group: typeof group === 'string' ? group : GATEWAY_GROUP,
    kind: text(field(ref, 'kind')) || 'Gateway',
    namespace: text(field(ref, 'namespace')) || namespace,
    name: text(field(ref, 'name')),
    sectionName: text(field(ref, 'sectionName')),
    port: wholeNumber(field(ref, 'port')),
  };
}
