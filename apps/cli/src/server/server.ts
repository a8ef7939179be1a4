import { problemSchema, type Problem } from '@waymark/contract';
import { CommandError, EXIT, usageError } from '../exit-code.js';
import { writeNote } from '../terminal.js';
import { Passing, withRetries } from './retry.js';

export interface ServerRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** From the root of the service, e.g. `/v1/tokens`, or a whole address that the service itself gave. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Called for each attempt, so that every one sends the whole body. */
  readonly body?: () => string | ReadableStream<Uint8Array>;
}

const MAY_PASS = new Set([408, 425, 429, 500, 502, 503, 504]);
/** Of these network failures another attempt will not be better. */
const LASTING = new Set(['ENOTFOUND', 'ERR_INVALID_URL', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'CERT_HAS_EXPIRED']);

/** A Waymark service as the commands see it: JSON in, JSON out, failures as a `CommandError` that says what to do. */
export class Server {
  readonly #base: URL;

  constructor(
    address: string,
    private readonly token: string | undefined,
    private readonly retries: number,
  ) {
    if (!/^https?:\/\//.test(address) || !URL.canParse(address)) {
      throw usageError(`--server ${address} is not an address. Write it like https://waymark.example.com.`);
    }
    this.#base = new URL(address.endsWith('/') ? address : `${address}/`);
  }

  /** What a link of the service means from here. */
  linkTo(path: string): string {
    return new URL(path.replace(/^\//, ''), this.#base).href;
  }

  /** Sends it, again when the failure may pass. The answer is parsed JSON, or undefined when there is none. */
  async send(request: ServerRequest): Promise<unknown> {
    try {
      return await withRetries(
        this.retries,
        () => this.#attempt(request),
        ({ message }, waitMs) => writeNote(`${message} Trying again in ${(waitMs / 1000).toFixed(1)} s.`),
      );
    } catch (error) {
      if (error instanceof Passing) throw new CommandError(EXIT.NETWORK, error.message);
      throw error;
    }
  }

  async #attempt({ method, path, query = {}, headers = {}, body }: ServerRequest): Promise<unknown> {
    const address = new URL(this.linkTo(path));
    for (const [name, value] of Object.entries(query)) if (value !== undefined) address.searchParams.set(name, value);
    let response: Response;
    try {
      response = await fetch(address, {
        method,
        headers: { accept: 'application/json', ...this.#authorization(), ...headers },
        ...(body && { body: body(), duplex: 'half' }),
      });
    } catch (error) {
      throw networkFailure(this.#base, error);
    }
    const text = await response.text().catch((error: unknown) => {
      throw networkFailure(this.#base, error);
    });
    if (response.ok) return text === '' ? undefined : parsed(text, this.#base);
    throw failureOf(response, text);
  }

  #authorization(): Record<string, string> {
    return this.token === undefined ? {} : { authorization: `Bearer ${this.token}` };
  }
}

function networkFailure(base: URL, error: unknown): Error {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = (cause as NodeJS.ErrnoException).code ?? '';
  const reason = code || (cause instanceof Error ? cause.message : String(cause));
  const message = `${base.origin} does not answer (${reason}).`;
  return LASTING.has(code) ? new CommandError(EXIT.NETWORK, `${message} Is the address right?`) : new Passing(message);
}

function parsed(text: string, base: URL): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandError(EXIT.NETWORK, `${base.origin} does not answer like Waymark. Is the address right?`);
  }
}

function failureOf(response: Response, text: string): Error {
  const problem = problemIn(text);
  const detail = problem ? detailOf(problem) : `The server answered ${response.status} ${response.statusText}.`;
  const { status } = response;
  if (MAY_PASS.has(status)) return new Passing(detail, retryAfterMs(response));
  const refused = status === 401 || status === 403 || problem?.code === 'CLUSTER_NOT_ALLOWED';
  const isWaymark = problem !== undefined;
  return new CommandError(refused || !isWaymark ? EXIT.NETWORK : EXIT.USAGE, detail);
}

function problemIn(text: string): Problem | undefined {
  try {
    return problemSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function detailOf({ detail, errors = [], requestId }: Problem): string {
  const places = errors.slice(0, 10).map((error) => {
    const place = [error.file, error.line].filter((part) => part !== undefined).join(':');
    return `  ${place === '' ? '' : `${place}: `}${error.detail}`;
  });
  return [`${detail} (request ${requestId})`, ...places].join('\n');
}

/** `Retry-After` as seconds or as a date. */
function retryAfterMs(response: Response): number | undefined {
  const header = response.headers.get('retry-after');
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(ms, 0);
}
