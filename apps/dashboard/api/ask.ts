import { headers } from 'next/headers';
import { type ApiFailure, failureOf } from './failure';
import type { TypedDocumentString } from './generated/graphql';

/** What the API answered, or why it did not. A page shows either, inside its frame. */
export type Answer<T> = { data: T; failure: null } | { data: null; failure: ApiFailure };

const TIMEOUT_MS = 20_000;

/** Asks the API on the viewer's behalf. Never throws for what the API or the network does. */
export async function ask<TData, TVariables>(
  document: TypedDocumentString<TData, TVariables>,
  variables: TVariables,
): Promise<Answer<TData>> {
  const requestId = (await headers()).get('x-request-id') ?? crypto.randomUUID();
  try {
    const response = await fetch(`${apiUrl()}/graphql`, {
      method: 'POST',
      cache: 'no-store',
      headers: { 'content-type': 'application/json', 'x-request-id': requestId, ...authorization() },
      body: JSON.stringify({ query: document.toString(), variables }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const body: unknown = await response.json().catch(() => null);
    const failure = failureOf(response.status, body, requestId);
    if (failure) return failed(failure);
    return { data: (body as { data: TData }).data, failure: null };
  } catch (cause) {
    const timedOut = cause instanceof Error && cause.name === 'TimeoutError';
    return failed({ reason: timedOut ? 'SLOW' : 'UNREACHABLE', message: String(cause), requestId });
  }
}

/** Where the API listens, without a slash at the end. */
export function apiUrl(): string {
  return (process.env.WAYMARK_API_URL ?? 'http://127.0.0.1:4000').replace(/\/+$/, '');
}

function authorization(): Record<string, string> {
  const token = process.env.WAYMARK_API_TOKEN;
  return token ? { authorization: `Bearer ${token}` } : {};
}

function failed(failure: ApiFailure): { data: null; failure: ApiFailure } {
  console.error(`request ${failure.requestId}: the API did not answer (${failure.reason}): ${failure.message}`);
  return { data: null, failure };
}
