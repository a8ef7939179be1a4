import type { Manifest } from '../manifest/manifest.js';

export const ROUTE_KINDS = ['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute'] as const;
export type RouteKind = (typeof ROUTE_KINDS)[number];

/** One entry of parentRefs with Gateway API's defaults filled in (group, kind, namespace). */
export interface ParentRef {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly sectionName: string;
  readonly port: number | null;
}

/** A Gateway API route (semantics 3.8). */
export interface Route {
  readonly kind: RouteKind;
  readonly namespace: string;
  readonly name: string;
  readonly parentRefs: readonly ParentRef[];
  readonly hostnames: readonly string[];
  readonly creationTimestamp: string;
  readonly manifest: Manifest;
}
