/** Who sends the request. `ip`: where the packet comes from; a pod's own address when it is left out. */
export type RequestSource =
  | { readonly kind: 'POD'; readonly namespace: string; readonly name: string; readonly ip?: string }
  /** A pod of that Deployment, StatefulSet, …, else the pod of that name; `ownerKind` tells those of one name apart. */
  | { readonly kind: 'WORKLOAD'; readonly namespace: string; readonly name: string; readonly ownerKind?: string }
  /** Some pod that runs as that account. */
  | { readonly kind: 'SERVICE_ACCOUNT'; readonly namespace: string; readonly name: string }
  /** A pod of an ingress gateway. */
  | { readonly kind: 'INGRESS'; readonly namespace: string; readonly name: string; readonly ip?: string }
  | { readonly kind: 'EXTERNAL'; readonly ip: string };

/** Where it is addressed to. */
export type RequestDestination =
  /**
   * `port`: of the Service, by number or name. `backend`: the pod that load balancing chooses; the first one when it is
   * left out.
   */
  | {
      readonly kind: 'SERVICE';
      readonly namespace: string;
      readonly name: string;
      readonly port: number | string;
      readonly backend?: string;
    }
  /** `port`: on the pod, by number or by the name that its container gives it. */
  | {
      readonly kind: 'POD';
      readonly namespace: string;
      readonly name: string;
      readonly port: number | string;
      readonly ip?: string;
    }
  | {
      readonly kind: 'SERVICE_ENTRY';
      readonly namespace: string;
      readonly name: string;
      readonly host: string;
      readonly port: number | string;
      readonly ip?: string;
    }
  /**
   * By name, as a client in the cluster resolves it: short and full names of Services and of the pods of headless ones,
   * hosts of ServiceEntries, addresses.
   */
  | { readonly kind: 'HOST'; readonly host: string; readonly port: number | string };

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
