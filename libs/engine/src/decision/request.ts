/** Who sends the request. `ip`: where the packet comes from; a pod's own address when it is left out. */
export type RequestSource =
  | { readonly kind: 'POD'; readonly namespace: string; readonly name: string; readonly ip?: string }
  /** Some pod that runs as that account. */
  | { readonly kind: 'SERVICE_ACCOUNT'; readonly namespace: string; readonly name: string }
  /** A pod of an ingress gateway. */
  | { readonly kind: 'INGRESS'; readonly namespace: string; readonly name: string; readonly ip?: string }
  | { readonly kind: 'EXTERNAL'; readonly ip: string };

/** Where it is addressed to. */
export type RequestDestination =
  /** `port`: of the Service. `backend`: the pod that load balancing chooses; the first one when it is left out. */
  | {
      readonly kind: 'SERVICE';
      readonly namespace: string;
      readonly name: string;
      readonly port: number;
      readonly backend?: string;
    }
  | {
      readonly kind: 'POD';
      readonly namespace: string;
      readonly name: string;
      readonly port: number;
      readonly ip?: string;
    }
  | {
      readonly kind: 'SERVICE_ENTRY';
      readonly namespace: string;
      readonly name: string;
      readonly host: string;
      readonly port: number;
      readonly ip?: string;
    };

/** A token that the request carries, decoded and verified by the caller: the engine knows no keys and no clock. */
export interface RequestToken {
  /** As it stands in a header, parameter or cookie. */
  readonly text: string;
  readonly claims: Readonly<Record<string, unknown>>;
  /** Signature and time of the token hold for the issuer that it names. */
  readonly valid: boolean;
}

export interface HttpRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** The `:authority`, with the port if the client writes one. */
  readonly host: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly tokens?: readonly RequestToken[];
}

export interface DecisionRequest {
  readonly source: RequestSource;
  readonly destination: RequestDestination;
  /** null: bytes that are not HTTP. */
  readonly http: HttpRequest | null;
}

export type DecisionOutcome = 'ALLOWED' | 'DENIED' | 'UNREACHABLE' | 'UNDECIDED';

/** Why, in the words of the place that decided. */
export type DecisionReason =
  | 'NO_POLICY'
  | 'NO_ALLOW_POLICY'
  | 'ALLOW_MATCH'
  | 'DENY_MATCH'
  | 'ALLOW_NONE_MATCHED'
  /** A PeerAuthentication refuses plaintext. */
  | 'MTLS_REQUIRED'
  | 'JWT_INVALID'
  | 'CUSTOM_PROVIDER_MISSING'
  | 'NOT_CAPTURED'
  | 'INBOUND_BYPASS'
  | 'OUTSIDE_MESH'
  | 'WAYPOINT_UNAVAILABLE'
  | 'WAYPOINT_HBONE_TO_UNCAPTURED_POD'
  | 'ROUTE_RESPONSE'
  /** The answer depends on what a snapshot does not say; `detail` tells. */
  | 'UNDECIDED'
  /** Source or destination is not in the snapshot. */
  | 'NOT_FOUND';

export type HopEnforcer = 'ZTUNNEL' | 'WAYPOINT' | 'SIDECAR';

/** The policy that decided at a hop, and its rule; rules count from 0, -1: the policy as a whole. */
export interface DecidingPolicy {
  readonly kind: 'AuthorizationPolicy' | 'PeerAuthentication' | 'RequestAuthentication';
  readonly namespace: string;
  readonly name: string;
  readonly rule: number;
}

/** What one enforcer saw of the request, and what it made of it. */
export interface DecisionHop {
  readonly enforcer: HopEnforcer;
  /** The pod whose ztunnel or sidecar it is, or the waypoint's Gateway. */
  readonly namespace: string;
  readonly name: string;
  readonly outcome: DecisionOutcome;
  readonly reason: DecisionReason;
  /** HTTP status that the enforcer answers; null: none, or the connection is closed. */
  readonly code: number | null;
  /** Every policy that decides equally; [] when none does by itself. */
  readonly policies: readonly DecidingPolicy[];
  /** `trust-domain/ns/namespace/sa/account`; null: plaintext. */
  readonly identity: string | null;
  readonly sourceIp: string;
  readonly destinationIp: string;
  readonly destinationPort: number;
  readonly detail: string;
}

/** The answer: that of the first hop which does not allow, else that of the last one. */
export interface Decision {
  readonly outcome: DecisionOutcome;
  readonly reason: DecisionReason;
  /** The deciding hop; null when nobody evaluates the request. */
  readonly decidedBy: Pick<DecisionHop, 'enforcer' | 'namespace' | 'name'> | null;
  readonly code: number | null;
  readonly policies: readonly DecidingPolicy[];
  /** A sentence for people. */
  readonly detail: string;
  readonly hops: readonly DecisionHop[];
}
