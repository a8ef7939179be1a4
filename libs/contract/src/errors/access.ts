import { AppError } from './app-error.js';

const CHALLENGE = { 'www-authenticate': 'Bearer realm="waymark"' };

export class TokenRequired extends AppError {
  readonly code = 'TOKEN_REQUIRED';
  readonly status = 401;
  override readonly headers = CHALLENGE;
  constructor() {
    super('This needs a token. Send it as "Authorization: Bearer waymark_…".');
  }
}

export class TokenInvalid extends AppError {
  readonly code = 'TOKEN_INVALID';
  readonly status = 401;
  override readonly headers = CHALLENGE;
  constructor() {
    super('The token is unknown, revoked or expired. Ask an administrator for a new one.');
  }
}

export class ScopeMissing extends AppError {
  readonly code = 'SCOPE_MISSING';
  readonly status = 403;
  constructor(scope: string) {
    super(`The token does not have the scope "${scope}". Use a token that has it.`);
  }
}

export class ClusterNotAllowed extends AppError {
  readonly code = 'CLUSTER_NOT_ALLOWED';
  readonly status = 404;
  constructor(name: string) {
    super(`There is no cluster "${name}" that this token may write to. Use a token for that cluster.`);
  }
}

export class FirstTokenNotAdmin extends AppError {
  readonly code = 'FIRST_TOKEN_NOT_ADMIN';
  readonly status = 409;
  constructor() {
    super(
      'From the first token on, every request needs one, so the first must have the scope "admin". Create it first.',
    );
  }
}

export class LastAdminToken extends AppError {
  readonly code = 'LAST_ADMIN_TOKEN';
  readonly status = 409;
  constructor() {
    super('This is the last token with the scope "admin". Create another one before you revoke it.');
  }
}

export class TokenNotFound extends AppError {
  readonly code = 'TOKEN_NOT_FOUND';
  readonly status = 404;
  constructor(id: string) {
    super(`There is no token with the id "${id.slice(0, 80)}". List the tokens to see their ids.`);
  }
}

export class HostNotLocal extends AppError {
  readonly code = 'HOST_NOT_LOCAL';
  readonly status = 421;
  constructor() {
    super(
      'No token is configured, so only requests to localhost are answered. Use http://127.0.0.1, or create a token.',
    );
  }
}
