import type { UnreadAddress } from '../addresses.js';
import type { Identity } from '../identity.js';

/** What an Envoy filter chain knows of a request or connection. */
export interface EnvoyFacts {
  readonly identity: Identity | null;
  /** NO_ADDRESS: Envoy's own internal address, which no block holds (semantics 14.1). */
  readonly directIp: UnreadAddress;
  /** The client, or what it wrote in X-Forwarded-For. */
  readonly remoteIp: UnreadAddress;
  readonly destinationIp: UnreadAddress;
  readonly destinationPort: number;
  /** null on TCP chains. */
  readonly http: EnvoyHttp | null;
}

export interface EnvoyHttp {
  readonly host: string;
  readonly method: string;
  /** Normalised, without query. */
  readonly path: string;
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
  /** Of the token that was accepted; null: none. */
  readonly claims: Readonly<Record<string, unknown>> | null;
}
