/**
 * What of an object's spec is noise to its meaning: lists whose order and repetition say nothing, and values that are
 * written but hold without being written. Everything else means what it says, in the order in which it says it.
 */
export interface Shape {
  /** A list that is a set: any order, any repetition. */
  readonly set?: boolean;
  /** Shape of the items of a list. */
  readonly items?: Shape;
  readonly fields?: Readonly<Record<string, Shape>>;
  /** Shape of every field that `fields` does not name. */
  readonly others?: Shape;
  /** A field with this value says the same as no field. */
  readonly defaults?: Readonly<Record<string, unknown>>;
}

const SET: Shape = { set: true };
const setOf = (items: Shape): Shape => ({ set: true, items });
const listOf = (items: Shape): Shape => ({ items });
const withFields = (fields: Readonly<Record<string, Shape>>, defaults: Shape['defaults'] = {}): Shape => ({
  fields,
  defaults,
});

const targetRefs = setOf({ defaults: { group: '', namespace: '' } });

/** security/v1beta1/authorization_policy.proto: rules, sources and operations are alternatives, conditions all hold. */
const authorizationPolicy = withFields(
  {
    targetRefs,
    rules: setOf(
      withFields({
        from: setOf(withFields({ source: { others: SET } })),
        to: setOf(withFields({ operation: { others: SET } })),
        when: setOf(withFields({ values: SET, notValues: SET })),
      }),
    ),
  },
  { action: 'ALLOW' },
);

const requestAuthentication = withFields({
  targetRefs,
  jwtRules: setOf(
    withFields(
      { audiences: SET, fromHeaders: SET, fromParams: SET, fromCookies: SET, outputClaimToHeaders: SET },
      { forwardOriginalToken: false },
    ),
  ),
});

const peerAuthentication = withFields({ mtls: { defaults: { mode: 'UNSET' } } });

/** extensions/v1alpha1/wasm.proto. */
const wasmPlugin = withFields(
  { targetRefs, match: SET },
  {
    phase: 'UNSPECIFIED_PHASE',
    failStrategy: 'FAIL_CLOSE',
    imagePullPolicy: 'UNSPECIFIED_POLICY',
    type: 'UNSPECIFIED_PLUGIN_TYPE',
  },
);

/** Alternatives are sets; rules and filters are applied in order. Defaults of gateway.networking.k8s.io/v1. */
const backendRefs = setOf({ defaults: { group: '', kind: 'Service', weight: 1 } });
const route = withFields({
  parentRefs: setOf({ defaults: { group: 'gateway.networking.k8s.io', kind: 'Gateway' } }),
  hostnames: SET,
  rules: listOf(withFields({ backendRefs, matches: setOf(withFields({ headers: SET, queryParams: SET })) })),
});

const gateway = withFields({
  listeners: setOf(withFields({ allowedRoutes: withFields({ kinds: SET }) })),
  addresses: SET,
});

export const SHAPES: Readonly<Record<string, Shape>> = {
  AuthorizationPolicy: authorizationPolicy,
  RequestAuthentication: requestAuthentication,
  PeerAuthentication: peerAuthentication,
  WasmPlugin: wasmPlugin,
  TrafficExtension: withFields({ targetRefs, match: SET }),
  Telemetry: withFields({ targetRefs }),
  EnvoyFilter: withFields({ targetRefs }, { priority: 0 }),
  HTTPRoute: route,
  GRPCRoute: route,
  TCPRoute: route,
  TLSRoute: route,
  Gateway: gateway,
};
