// Plain Kubernetes objects in the shape in which the example company keeps them.

const comments = new WeakMap();

/** Puts a comment above an object (or above any map inside it) in the written YAML. */
export function note(comment, object) {
  comments.set(object, comment);
  return object;
}
export const commentOf = (object) => comments.get(object);

const meta = (namespace, name, { labels, annotations } = {}) => ({
  name,
  ...(namespace && { namespace }),
  ...(labels && { labels }),
  ...(annotations && { annotations }),
});

export const object = (apiVersion, kind, namespace, name, rest = {}) => {
  const { labels, annotations, ...body } = rest;
  return { apiVersion, kind, metadata: meta(namespace, name, { labels, annotations }), ...body };
};

export const namespace = (name, labels) => object('v1', 'Namespace', '', name, { labels });
export const serviceAccount = (ns, name) => object('v1', 'ServiceAccount', ns, name);

const SECURITY = 'security.istio.io/v1';

export const serviceRef = (name) => ({ group: '', kind: 'Service', name });
export const serviceEntryRef = (name) => ({ group: 'networking.istio.io', kind: 'ServiceEntry', name });
export const gatewayRef = (name) => ({ group: 'gateway.networking.k8s.io', kind: 'Gateway', name });

export const authorization = (ns, name, spec, meta = {}) =>
  object(SECURITY, 'AuthorizationPolicy', ns, name, { ...meta, spec });

export const peerAuthentication = (ns, name, spec) => object(SECURITY, 'PeerAuthentication', ns, name, { spec });

export const requestAuthentication = (ns, name, spec) => object(SECURITY, 'RequestAuthentication', ns, name, { spec });

export const wasmPlugin = (ns, name, spec) => object('extensions.istio.io/v1alpha1', 'WasmPlugin', ns, name, { spec });

const GATEWAY_API = 'gateway.networking.k8s.io/v1';

export const route = (ns, name, spec, kind = 'HTTPRoute') => object(GATEWAY_API, kind, ns, name, { spec });

/** parentRefs of a route that the waypoint of a Service follows. */
export const toService = (name, port) => ({ group: '', kind: 'Service', name, port });
/** parentRefs of a route on the public gateway. */
export const toIngress = () => ({ name: 'public', namespace: 'platform-ingress', sectionName: 'https' });

export const backend = (name, port, weight) => ({ name, port, ...(weight !== undefined && { weight }) });

export const gateway = (ns, name, { labels, annotations, spec, address }) =>
  object(GATEWAY_API, 'Gateway', ns, name, {
    labels,
    annotations,
    spec,
    ...(address && {
      status: {
        addresses: [{ type: 'IPAddress', value: address }],
        conditions: [{ type: 'Programmed', status: 'True', reason: 'Programmed' }],
      },
    }),
  });
