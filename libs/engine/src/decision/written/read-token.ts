import { field, isFields } from '../../model/narrow.js';
import type { HttpRequest, RequestToken } from '../request.js';
import { type Read, problem } from './read.js';

export interface WrittenToken {
  readonly token: RequestToken;
  /** Whether its text stands in the request already. */
  readonly isPlaced: boolean;
}

/** Claims alone, or `{text, claims, valid}`. */
export function readToken(written: unknown, index: number): Read<WrittenToken> {
  if (!isFields(written))
    return problem('A token is an object of claims, such as {"iss": "https://login.example", "sub": "anna"}.');
  const claims = field(written, 'claims');
  if (claims === undefined) {
    return { ok: true, value: { token: { text: ownText(index), claims: written, valid: true }, isPlaced: false } };
  }
  const given = field(written, 'text');
  const valid = field(written, 'valid') ?? true;
  if (
    !isFields(claims) ||
    typeof valid !== 'boolean' ||
    (given !== undefined && (typeof given !== 'string' || given === ''))
  ) {
    return problem('A token is {"claims": {…}}, with "text" as it stands in the request and "valid" true or false.');
  }
  const isPlaced = typeof given === 'string';
  return { ok: true, value: { token: { text: isPlaced ? given : ownText(index), claims, valid }, isPlaced } };
}

/** The request with one token more; a token without a place of its own is sent as the bearer token. */
export function withToken(http: HttpRequest, { token, isPlaced }: WrittenToken): HttpRequest {
  const tokens = [...(http.tokens ?? []), token];
  const isSent = Object.keys(http.headers).some((name) => name.toLowerCase() === 'authorization');
  if (isPlaced || isSent) return { ...http, tokens };
  return { ...http, tokens, headers: { ...http.headers, authorization: `Bearer ${token.text}` } };
}

const ownText = (index: number): string => `header.claims${index}.signature`;
