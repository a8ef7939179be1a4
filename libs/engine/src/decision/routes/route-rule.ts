import type { ObjectRef } from '../../manifest/manifest.js';
import type { Service } from '../../model/model.js';
import type { HttpRequest } from '../request.js';

/** A request as the proxy that routes it sees it. */
export interface RoutedRequest {
  readonly http: HttpRequest;
  /** Normalised, without query. */
  readonly path: string;
  /** By lower-case name, the first of each. */
  header(name: string): string | undefined;
  /** The first value of a query parameter, as written. */
  parameter(name: string): string | undefined;
}

/** One place that a rule sends requests to. */
export interface RouteBackend {
  /** null: it is not there, or not permitted. */
  readonly service: Service | null;
  readonly port: number | null;
  /** Labels of the pods of a DestinationRule's subset; null: every pod. */
  readonly subset: Readonly<Record<string, string>> | null;
  readonly weight: number;
  /** How a person knows it. */
  readonly name: string;
  /** Changes to the request that only this backend gets. */
  rewrite(http: HttpRequest): HttpRequest;
}

export type RouteAction =
  /** The proxy answers itself. */
  | { readonly kind: 'RESPONSE'; readonly code: number }
  | {
      readonly kind: 'FORWARD';
      readonly backends: readonly RouteBackend[];
      /** Status when a backend is not there: 500 for Gateway API, 503 for VirtualServices. */
      readonly missing: 500 | 503;
      rewrite(request: RoutedRequest): HttpRequest;
    }
  | { readonly kind: 'UNKNOWN'; readonly why: string };

/** One match of a rule with what it does: one route of an Envoy. */
export interface RouteRule {
  readonly origin: ObjectRef;
  /** The port of the Service that it is for; null: any. */
  readonly port: number | null;
  /** What it asks of the labels of the client's pod. */
  readonly sourceLabels: readonly (readonly [key: string, value: string])[];
  holds(request: RoutedRequest): boolean;
  /** A share of the requests that is answered with an error first, in per cent. */
  readonly abort: { readonly percent: number; readonly code: number } | null;
  readonly action: RouteAction;
  /** Why a snapshot cannot tell whether the match holds, when all else of it does. */
  readonly unsure: string | null;
  /** Of what RE2 cannot read: Envoy refuses the whole configuration that holds it. */
  readonly invalid: string | null;
}

/** What a proxy reads of a request to choose a rule. */
export function routedRequest(http: HttpRequest, path: string): RoutedRequest {
  let parameters: ReadonlyMap<string, string> | null = null;
  return {
    http,
    path,
    header(name) {
      for (const sent in http.headers) if (sent.toLowerCase() === name) return http.headers[sent];
      return undefined;
    },
    parameter: (name) => (parameters ??= parametersOf(http.path)).get(name),
  };
}

/** Envoy http/utility.cc QueryParamsMulti::parseQueryString: nothing is decoded, the first value counts. */
function parametersOf(path: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  const start = path.indexOf('?');
  if (start < 0) return parameters;
  const fragment = path.indexOf('#', start);
  for (const pair of path.slice(start + 1, fragment < 0 ? undefined : fragment).split('&')) {
    const equals = pair.indexOf('=');
    const name = equals < 0 ? pair : pair.slice(0, equals);
    if (!parameters.has(name)) parameters.set(name, equals < 0 ? '' : pair.slice(equals + 1));
  }
  return parameters;
}
