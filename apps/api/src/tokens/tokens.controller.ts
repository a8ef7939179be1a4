import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { type TokenJson, tokenRequestSchema } from '@waymark/contract';
import type { z } from 'zod';
import type { Caller } from '../access/caller.js';
import { CallerParam, Needs } from '../access/scope.decorator.js';
import { CheckedBody } from '../http/checked.pipe.js';
import { TokensService } from './tokens.service.js';

/**
 * While there is no token, the local machine may do everything, so that `waymark admin token create` can make the
 * first one; it must be an admin's. From then on only a token opens these doors.
 */
@Controller('v1/tokens')
@Needs('admin')
export class TokensController {
  constructor(private readonly tokens: TokensService) {}

  @Post()
  create(
    @Body(new CheckedBody(tokenRequestSchema)) request: z.output<typeof tokenRequestSchema>,
    @CallerParam() caller: Caller,
  ): Promise<TokenJson & { token: string }> {
    return this.tokens.create(request, caller);
  }

  @Get()
  async list(): Promise<{ tokens: TokenJson[] }> {
    return { tokens: await this.tokens.list() };
  }

  @Delete(':id')
  @HttpCode(204)
  async revoke(@Param('id') id: string, @CallerParam() caller: Caller): Promise<void> {
    await this.tokens.revoke(id, caller);
  }
}
