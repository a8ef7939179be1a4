import { readFileSync } from 'node:fs';
import { readRequest, type DecisionRequest } from '@waymark/engine';
import { printable } from '@waymark/report';
import { usageError } from '../exit-code.js';
import { STANDARD_INPUT } from './manifest-paths.js';

export interface RequestFlags {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly method?: string | undefined;
  readonly path?: string | undefined;
  readonly host?: string | undefined;
  readonly header?: string | readonly string[] | undefined;
  readonly token?: string | readonly string[] | undefined;
  readonly tcp: boolean;
}

/** A request, and what a person calls it by. */
export interface TitledRequest {
  readonly title: string;
  readonly request: DecisionRequest;
}

const MOST_BYTES = 256 * 1024 * 1024;

/** The request that flags describe. @throws {CommandError} exit code 2, with what is wrong. */
export function requestOf({ from, to, method, path, host, header, token, tcp }: RequestFlags): TitledRequest {
  if (from === undefined || to === undefined) {
    throw usageError('Name a request with --from and --to, or a file of requests with --requests.');
  }
  const written = {
    from,
    to,
    ...(tcp && { tcp }),
    ...(method !== undefined && { method }),
    ...(path !== undefined && { path }),
    ...(host !== undefined && { host }),
    ...(header !== undefined && { headers: headersOf([header].flat()) }),
    ...(token !== undefined && { tokens: [token].flat().map(claimsOf) }),
  };
  return titled(written, '');
}

/** The requests of a file: one JSON value, a list of them, or one in each line. @throws {CommandError} exit code 2. */
export function readRequests(file: string): readonly TitledRequest[] {
  const name = file === STANDARD_INPUT ? 'standard input' : file;
  const text = textOf(file, name);
  const whole = parsed(text);
  if (whole !== undefined) {
    const list = Array.isArray(whole) ? whole : [whole];
    if (list.length === 0) throw usageError(`${name} holds no request.`);
    return list.map((written, index) =>
      titled(written, list.length === 1 ? `${name}: ` : `${name}, request ${index + 1}: `),
    );
  }
  const requests: TitledRequest[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const at = `${name}:${index + 1}: `;
    const written = parsed(line);
    if (written === undefined) throw usageError(printable(`${at}this line is not JSON.`));
    requests.push(titled(written, at));
  }
  if (requests.length === 0) throw usageError(`${name} holds no request.`);
  return requests;
}

function textOf(file: string, name: string): string {
  try {
    const bytes = readFileSync(file === STANDARD_INPUT ? 0 : file);
    if (bytes.length > MOST_BYTES) throw usageError(`${name} is larger than 256 MiB. Split it.`);
    return bytes.toString('utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw usageError(`${name} cannot be read: ${error.message}`);
    throw error;
  }
}

/** undefined: it is not JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function titled(written: unknown, at: string): TitledRequest {
  const read = readRequest(written);
  if (!read.ok) throw usageError(printable(`${at}${read.problem}`));
  const { from, to } = written as { readonly from: string; readonly to: string };
  const { http } = read.value;
  return { title: `${from} to ${to}${http === null ? '' : `  ${http.method} ${http.path}`}`, request: read.value };
}

function headersOf(written: readonly string[]): Record<string, string> {
  const headers = new Map<string, string>();
  for (const header of written) {
    const colon = header.indexOf(':');
    if (colon < 1) throw usageError(printable(`--header is "name: value", not ${header}.`));
    headers.set(header.slice(0, colon).trim(), header.slice(colon + 1).trim());
  }
  return Object.fromEntries(headers);
}

function claimsOf(written: string): unknown {
  const claims = parsed(written);
  if (claims === undefined)
    throw usageError('--token is JSON, such as {"iss": "https://login.example", "sub": "anna"}.');
  return claims;
}
