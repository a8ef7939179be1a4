import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { TokenScope } from '@waymark/contract';
import type { Request } from 'express';
import type { Caller } from './caller.js';

export const SCOPE = Symbol('scope');

/** What a route needs; a route that names nothing answers nobody. */
export const Needs = (scope: TokenScope) => SetMetadata(SCOPE, scope);

/** Anybody may call it: it tells nothing about any cluster. */
export const Public = () => SetMetadata(SCOPE, 'public');

export interface AuthorisedRequest extends Request {
  caller?: Caller;
}

/** Who calls, as the token guard found out. */
export const CallerParam = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<AuthorisedRequest>();
  if (caller === undefined) throw new Error('A route without a scope has no caller.');
  return caller;
});
