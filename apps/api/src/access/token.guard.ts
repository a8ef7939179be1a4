import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { TokenScope } from '@waymark/contract';
import { AccessService } from './access.service.js';
import { type AuthorisedRequest, SCOPE } from './scope.decorator.js';

/** Every REST route: token to caller, and caller to scope. GraphQL does the same once for each request (its context). */
@Injectable()
export class TokenGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly access: AccessService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType<'http' | 'graphql'>() === 'graphql') return true;
    const scope = this.reflector.getAllAndOverride<TokenScope | 'public' | undefined>(SCOPE, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (scope === undefined) throw new Error(`${context.getClass().name}.${context.getHandler().name} names no scope.`);
    if (scope === 'public') return true;
    const request = context.switchToHttp().getRequest<AuthorisedRequest>();
    const caller = await this.access.callerOf(request);
    caller.mustHave(scope);
    request.caller = caller;
    return true;
  }
}
