/**
 * UNREACHABLE: no connection. SLOW: no answer in time. UNAUTHORISED: the token is missing or wrong.
 * BAD_ADDRESS: the page's address asks for what the API does not understand. BROKEN: anything else.
 */
export type FailureReason = 'UNREACHABLE' | 'SLOW' | 'UNAUTHORISED' | 'BAD_ADDRESS' | 'BROKEN';

export interface ApiFailure {
  readonly reason: FailureReason;
  /** The API's own sentence, or the network error. */
  readonly message: string;
  /** Stands in the logs of both the dashboard and the API. */
  readonly requestId: string;
}

interface GraphqlError {
  readonly message: string;
  readonly extensions?: { readonly code?: string };
}

/** Reads an HTTP answer of the API: null when it holds data and no error. */
export function failureOf(status: number, body: unknown, requestId: string): ApiFailure | null {
  const { data, errors, detail } = (body ?? {}) as { data?: unknown; errors?: GraphqlError[]; detail?: string };
  const first = errors?.[0];
  if (status === 200 && data && !first) return null;
  return {
    reason: reasonOf(status, first?.extensions?.code),
    message: first?.message ?? detail ?? `The API answered with HTTP status ${status}.`,
    requestId,
  };
}

function reasonOf(status: number, code: string | undefined): FailureReason {
  if (status === 401 || status === 403 || code === 'UNAUTHENTICATED' || code === 'FORBIDDEN') return 'UNAUTHORISED';
  if (code === 'BAD_USER_INPUT' || code === 'INVALID_CURSOR') return 'BAD_ADDRESS';
  return status === 502 || status === 503 || status === 504 ? 'UNREACHABLE' : 'BROKEN';
}
