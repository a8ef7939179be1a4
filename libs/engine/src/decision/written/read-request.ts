import { field, isFields, list, text } from '../../model/narrow.js';
import type { DecisionRequest, HttpRequest } from '../request.js';
import { readToken, withToken } from './read-token.js';
import { type Read, problem } from './read.js';
import { readDestination, readSource } from './read-ends.js';

/** A request as people write it, in flags or JSON. Everything but `from` and `to` may be left out. */
export interface WrittenRequest {
  /** `namespace/name`, `pod:…`, `workload:…`, `deployment:…`, `sa:…`, `gateway:…`, or an address outside. */
  readonly from: string;
  /** `host:port`, `http://host:port/path`, `service:namespace/name:port`, `pod:namespace/name:port`. */
  readonly to: string;
  /** true: bytes that are not HTTP. */
  readonly tcp?: boolean;
  readonly method?: string;
  readonly path?: string;
  /** The `:authority`; what `to` names when it is left out. */
  readonly host?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Claims of tokens that are valid, or `{text, claims, valid}` where the text stands somewhere in the request. Claims
   * alone are sent as the bearer token, under a text of their own.
   */
  readonly tokens?: readonly unknown[];
}

const FIELDS = new Set(['from', 'to', 'tcp', 'method', 'path', 'host', 'headers', 'tokens']);
const HTTP_FIELDS = ['method', 'path', 'host', 'headers', 'tokens'];

/** Reads a request that somebody wrote; what is wrong is told in one sentence. */
export function readRequest(written: unknown): Read<DecisionRequest> {
  if (!isFields(written))
    return problem('A request is an object such as {"from": "web/client", "to": "reviews.shop:80"}.');
  const unknown = Object.keys(written).find((name) => !FIELDS.has(name));
  if (unknown !== undefined) return problem(`${unknown} is no part of a request. Parts are ${[...FIELDS].join(', ')}.`);
  const source = readSource(field(written, 'from'));
  if (!source.ok) return source;
  const destination = readDestination(field(written, 'to'));
  if (!destination.ok) return destination;
  const tcp = field(written, 'tcp') ?? false;
  if (typeof tcp !== 'boolean') return problem('tcp is true for bytes that are not HTTP, or is left out.');
  const { url, ...end } = destination.value;
  const ends = { source: source.value, destination: end.destination };
  if (tcp) {
    const needless = HTTP_FIELDS.find((name) => field(written, name) !== undefined);
    if (needless !== undefined || url !== null) return problem(`${needless ?? 'http://'} needs HTTP: leave tcp out.`);
    return { ok: true, value: { ...ends, http: null } };
  }
  const http = readHttp(written, url?.path ?? '/', url?.host ?? end.host);
  return http.ok ? { ok: true, value: { ...ends, http: http.value } } : http;
}

function readHttp(written: unknown, path: string, host: string): Read<HttpRequest> {
  for (const name of ['method', 'path', 'host']) {
    const given = field(written, name);
    if (given !== undefined && (typeof given !== 'string' || given === ''))
      return problem(`${name} is text that is not empty.`);
  }
  const headers = field(written, 'headers') ?? {};
  if (!isFields(headers) || Object.values(headers).some((value) => typeof value !== 'string')) {
    return problem('headers is an object of texts, such as {"x-user": "anna"}.');
  }
  const asked = text(field(written, 'path')) || path;
  if (!asked.startsWith('/') && asked !== '*') return problem(`path begins with /, unlike ${asked}.`);
  let http: HttpRequest = {
    method: text(field(written, 'method')) || 'GET',
    path: asked,
    host: text(field(written, 'host')) || host,
    headers: headers as Readonly<Record<string, string>>,
  };
  const tokens = field(written, 'tokens') ?? [];
  if (!Array.isArray(tokens)) return problem('tokens is a list of claims, such as [{"iss": "https://login.example"}].');
  for (const [index, token] of list(tokens).entries()) {
    const read = readToken(token, index);
    if (!read.ok) return read;
    http = withToken(http, read.value);
  }
  return { ok: true, value: http };
}
