import { AppError, type ErrorDetail } from './app-error.js';

export class InvalidClusterName extends AppError {
  readonly code = 'INVALID_CLUSTER_NAME';
  readonly status = 400;
  constructor(name: string) {
    super(
      `"${name.slice(0, 80)}" is not a cluster name. Use 1 to 63 lower-case letters, digits, "-" and ".", ` +
        'beginning and ending with a letter or digit.',
    );
  }
}

export class InvalidQuery extends AppError {
  readonly code = 'INVALID_QUERY';
  readonly status = 400;
  constructor(override readonly details: readonly ErrorDetail[]) {
    super(`${details.map((each) => each.detail).join('; ')}. Correct the query and send the request again.`);
  }
}

export class InvalidRequest extends AppError {
  readonly code = 'INVALID_REQUEST';
  readonly status = 400;
  constructor(override readonly details: readonly ErrorDetail[]) {
    super(`${details.map((each) => each.detail).join('; ')}. Correct the request and send it again.`);
  }
}

export class InvalidJson extends AppError {
  readonly code = 'INVALID_JSON';
  readonly status = 400;
  constructor() {
    super('The body is not valid JSON. Check its syntax and send it again.');
  }
}

export class IdempotencyKeyReused extends AppError {
  readonly code = 'IDEMPOTENCY_KEY_REUSED';
  readonly status = 409;
  constructor(key: string) {
    super(`The Idempotency-Key "${key}" was used for another body. Send a new key with a new body.`);
  }
}

export class NotFound extends AppError {
  readonly code = 'NOT_FOUND';
  readonly status = 404;
  constructor(path: string) {
    super(`There is nothing at ${path.slice(0, 200)}. The addresses are listed in /openapi.json.`);
  }
}

export class ClusterNotFound extends AppError {
  readonly code = 'CLUSTER_NOT_FOUND';
  readonly status = 404;
  constructor(name: string) {
    super(`There is no cluster "${name}" that you may see. Check the name, or upload a snapshot of it first.`);
  }
}

export class SnapshotNotFound extends AppError {
  readonly code = 'SNAPSHOT_NOT_FOUND';
  readonly status = 404;
  constructor(id: string) {
    super(`There is no snapshot "${id.slice(0, 80)}" that you may see. Use the id that the upload answered.`);
  }
}

export class MethodNotAllowed extends AppError {
  readonly code = 'METHOD_NOT_ALLOWED';
  readonly status = 405;
  override readonly headers: Readonly<Record<string, string>>;
  constructor(method: string, allowed: readonly string[]) {
    super(`${method} is not allowed here. Use ${allowed.join(' or ')}.`);
    this.headers = { allow: allowed.join(', ') };
  }
}

export class TooBusy extends AppError {
  readonly code = 'TOO_BUSY';
  readonly status = 503;
  override readonly headers = { 'retry-after': '5' };
  constructor() {
    super('Too many uploads are being read at once. Send the request again in a few seconds.');
  }
}

export class NotReady extends AppError {
  readonly code = 'NOT_READY';
  readonly status = 503;
  override readonly headers = { 'retry-after': '5' };
  constructor(parts: readonly string[]) {
    super(`Not ready: ${parts.join(', ')}. Send the request again in a few seconds.`);
  }
}

/** What our own bugs look like from outside: no text of the cause, only the request id to ask for. */
export class InternalError extends AppError {
  readonly code = 'INTERNAL';
  readonly status = 500;
  constructor() {
    super('Something failed inside the service. Try again; if it stays, report it with the request id.');
  }
}
