import type { RequestAuthentication } from '../../model/policy.js';
import { field, isFields, list, text, texts } from '../../model/narrow.js';
import { compareText } from '../../model/order.js';
import type { RequestToken } from '../request.js';

/** One JWT rule with the places it reads (Istio security/v1beta1 JWTRule). */
export interface TokenRule {
  readonly policy: RequestAuthentication;
  /** Its place in `spec.jwtRules`. */
  readonly index: number;
  readonly issuer: string;
  readonly audiences: readonly string[];
  readonly headers: readonly { readonly name: string; readonly prefix: string }[];
  readonly params: readonly string[];
  readonly cookies: readonly string[];
  readonly forward: boolean;
  /** Claims that Envoy splits at spaces (Istio authn/policy_applier.go buildSpaceDelimitedClaims). */
  readonly listClaims: readonly string[];
  readonly payloadHeader: string;
  readonly claimHeaders: readonly { readonly header: string; readonly claim: string }[];
}

/** Rules of all policies of a chain, in Istio's order: by issuer (authn/policy_applier.go). */
export const tokenRules = (policies: readonly RequestAuthentication[]): readonly TokenRule[] =>
  policies
    .flatMap((policy) =>
      list(field(policy.manifest.body.spec, 'jwtRules')).map((rule, index) => tokenRule(rule, index, policy)),
    )
    .sort((a, b) => compareText(a.issuer, b.issuer));

function tokenRule(rule: unknown, index: number, policy: RequestAuthentication): TokenRule {
  const headers = list(field(rule, 'fromHeaders')).map((header) => ({
    name: text(field(header, 'name')).toLowerCase(),
    prefix: text(field(header, 'prefix')),
  }));
  const params = texts(field(rule, 'fromParams'));
  const cookies = texts(field(rule, 'fromCookies'));
  const usual = headers.length === 0 && params.length === 0 && cookies.length === 0;
  return {
    policy,
    index,
    issuer: text(field(rule, 'issuer')),
    audiences: texts(field(rule, 'audiences')),
    headers: usual ? [{ name: 'authorization', prefix: 'Bearer ' }] : headers,
    params: usual ? ['access_token'] : params,
    cookies,
    forward: field(rule, 'forwardOriginalToken') === true,
    listClaims: ['scope', 'permission', ...texts(field(rule, 'spaceDelimitedClaims'))],
    payloadHeader: text(field(rule, 'outputPayloadToHeader')).toLowerCase(),
    claimHeaders: list(field(rule, 'outputClaimToHeaders')).map((output) => ({
      header: text(field(output, 'header')).toLowerCase(),
      claim: text(field(output, 'claim')),
    })),
  };
}

export interface TokenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly tokens: readonly RequestToken[];
}

export type TokenOutcome =
  | { readonly accepted: false; readonly code: 401 | 403; readonly failure: TokenFailure }
  | {
      readonly accepted: true;
      readonly claims: Readonly<Record<string, unknown>> | null;
      /** As later filters see them. */
      readonly headers: ReadonlyMap<string, string>;
    };

/** The rule that came nearest to accept, and what it found. */
export interface TokenFailure {
  readonly status: Exclude<TokenStatus, 'OK' | 'MISSING'>;
  readonly rule: TokenRule;
  /** null: what stood there was no token. */
  readonly claims: Readonly<Record<string, unknown>> | null;
}

type TokenStatus = 'OK' | 'MISSING' | 'UNKNOWN_ISSUER' | 'AUDIENCE' | 'INVALID';

/**
 * Envoy's JWT filter as Istio configures it: any rule that accepts suffices; with no token in any place that a rule reads
 * the request passes without claims; everything else is refused (semantics 5.3, 14.22).
 */
export function checkTokens(rules: readonly TokenRule[], request: TokenRequest): TokenOutcome {
  if (rules.length === 0 || isPreflight(request)) return { accepted: true, claims: null, headers: request.headers };
  const headers = new Map(request.headers);
  for (const { payloadHeader, claimHeaders } of rules) {
    headers.delete(payloadHeader);
    for (const { header } of claimHeaders) headers.delete(header);
  }
  let failure: TokenFailure | null = null;
  for (const rule of rules) {
    const found = tokensFor(rule, { ...request, headers });
    const { status, claims } = statusOf(rule, found);
    if (status === 'OK') return accepted(rule, found, headers);
    if (status !== 'MISSING' && (failure === null || status !== 'UNKNOWN_ISSUER')) failure = { status, rule, claims };
  }
  if (failure === null) return { accepted: true, claims: null, headers };
  return { accepted: false, code: failure.status === 'AUDIENCE' ? 403 : 401, failure };
}

const isPreflight = ({ method, headers }: TokenRequest): boolean =>
  method === 'OPTIONS' && headers.has('origin') && headers.has('access-control-request-method');

interface FoundToken {
  /** null: what stands there is no token that the caller decoded. */
  readonly token: RequestToken | null;
  /** The header that holds it; '' for parameters and cookies. */
  readonly header: string;
}

function tokensFor({ headers, params, cookies }: TokenRule, request: TokenRequest): readonly FoundToken[] {
  const known = (written: string): RequestToken | null =>
    request.tokens.find((token) => token.text === written) ?? null;
  const inHeaders = headers.flatMap(({ name, prefix }) => {
    const value = request.headers.get(name);
    if (value === undefined) return [];
    const at = value.indexOf(prefix);
    if (at < 0) return [];
    return [{ token: known(prefix === '' ? value : tokenText(value.slice(at + prefix.length))), header: name }];
  });
  const elsewhere = [
    ...params.map((name) => parameter(request.path, name)),
    ...cookies.map((name) => cookie(request.headers.get('cookie') ?? '', name)),
  ].flatMap((written) => (written === null ? [] : [{ token: known(written), header: '' }]));
  return [...inHeaders, ...elsewhere];
}

/** Envoy's extractor stops at the first character that no token holds (jwt_authn/extractor.cc extractJWT). */
const tokenText = (value: string): string => /[A-Za-z0-9_.-]+/.exec(value)?.[0] ?? value;

function parameter(path: string, name: string): string | null {
  const query = path.indexOf('?');
  if (query < 0) return null;
  for (const pair of path.slice(query + 1).split('&')) {
    if (pair.startsWith(`${name}=`)) return pair.slice(name.length + 1);
  }
  return null;
}

function cookie(header: string, name: string): string | null {
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
  }
  return null;
}

/** Every token in the rule's places must hold (jwt_authn/authenticator.cc doneWithStatus). */
function statusOf(
  rule: TokenRule,
  found: readonly FoundToken[],
): Pick<TokenFailure, 'claims'> & { status: TokenStatus } {
  if (found.length === 0) return { status: 'MISSING', claims: null };
  for (const { token } of found) {
    if (token === null) return { status: 'INVALID', claims: null };
    const { claims } = token;
    if (field(claims, 'iss') !== rule.issuer) return { status: 'UNKNOWN_ISSUER', claims };
    if (!token.valid) return { status: 'INVALID', claims };
    if (rule.audiences.length > 0 && !hasAudience(token, rule.audiences)) return { status: 'AUDIENCE', claims };
  }
  return { status: 'OK', claims: null };
}

function hasAudience({ claims }: RequestToken, wanted: readonly string[]): boolean {
  const written = field(claims, 'aud');
  const audiences = typeof written === 'string' ? [written] : texts(written);
  return audiences.some((audience) => wanted.includes(audience));
}

function accepted(rule: TokenRule, found: readonly FoundToken[], headers: Map<string, string>): TokenOutcome {
  const claims = found.at(-1)?.token?.claims ?? null;
  for (const { token, header } of found) {
    if (!rule.forward && header !== '') headers.delete(header);
    const payload = token?.text.split('.')[1];
    if (rule.payloadHeader !== '' && payload !== undefined) headers.set(rule.payloadHeader, payload);
    for (const output of rule.claimHeaders) {
      const claim = output.claim.split('.').reduce<unknown>((value, name) => field(value, name), token?.claims);
      if (claim !== undefined) headers.set(output.header, claimText(claim));
    }
  }
  return { accepted: true, claims: claims && withLists(claims, rule.listClaims), headers };
}

/** Envoy jwt_authn JwtProvider.normalize_payload_in_metadata: of the first level alone. */
function withLists(
  claims: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Readonly<Record<string, unknown>> {
  const split = names.flatMap((name) => {
    const written = field(claims, name);
    return typeof written === 'string' ? [[name, written.split(' ').filter((word) => word !== '')] as const] : [];
  });
  return split.length === 0 ? claims : { ...claims, ...Object.fromEntries(split) };
}

const claimText = (claim: unknown): string =>
  isFields(claim) || Array.isArray(claim) ? JSON.stringify(claim) : String(claim);
