import { Inject, Injectable } from '@nestjs/common';
import {
  FirstTokenNotAdmin,
  InvalidRequest,
  LastAdminToken,
  TOKEN_SCOPES,
  type TokenJson,
  TokenNotFound,
  type tokenRequestSchema,
} from '@waymark/contract';
import { type ApiToken, AuditRepository, TokenRepository } from '@waymark/store';
import type { z } from 'zod';
import { AccessService } from '../access/access.service.js';
import type { Caller } from '../access/caller.js';
import { type Config, CONFIG } from '../config/config.js';

@Injectable()
export class TokensService {
  constructor(
    private readonly tokens: TokenRepository,
    private readonly audit: AuditRepository,
    private readonly access: AccessService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Throws FirstTokenNotAdmin: any other first token would lock everybody out. */
  async create(request: z.output<typeof tokenRequestSchema>, caller: Caller): Promise<TokenJson & { token: string }> {
    const { name, scopes, clusters } = request;
    const expiresAt = request.expiresAt == null ? null : new Date(request.expiresAt);
    if (expiresAt !== null && expiresAt <= new Date()) {
      throw new InvalidRequest([{ detail: '"expiresAt" must be in the future' }]);
    }
    if (!(await this.access.hasTokens()) && !scopes.includes('admin')) throw new FirstTokenNotAdmin();
    const { token, created } = await this.tokens.create({
      name,
      scopes: [...new Set(scopes)],
      clusters: { names: [...new Set(clusters)] },
      expiresAt,
    });
    await this.record('token.create', created, caller);
    return { ...tokenJson(created), token };
  }

  async list(): Promise<TokenJson[]> {
    return (await this.tokens.list()).map(tokenJson);
  }

  /** Throws TokenNotFound or LastAdminToken. */
  async revoke(id: string, caller: Caller): Promise<void> {
    const token = await this.tokens.byId(id);
    if (token === null || token.revokedAt !== null) throw new TokenNotFound(id);
    const isAdmin = token.scopes.includes('admin');
    const otherAdmin = this.config.givenTokens.admin !== undefined || (await this.tokens.countInForce('admin')) > 1;
    if (isAdmin && !otherAdmin) throw new LastAdminToken();
    if (!(await this.tokens.revoke(id))) throw new TokenNotFound(id);
    await this.record('token.revoke', token, caller);
  }

  private record(action: string, { id, name, prefix, scopes }: ApiToken, caller: Caller): Promise<void> {
    return this.audit.append({
      actor: caller.name,
      action,
      subject: id,
      detail: { name, prefix, scopes: scopes.join() },
    });
  }
}

const tokenJson = (token: ApiToken): TokenJson => ({
  id: token.id,
  name: token.name,
  prefix: token.prefix,
  scopes: TOKEN_SCOPES.filter((scope) => token.scopes.includes(scope)),
  clusters: [...token.clusters.names],
  createdAt: token.createdAt.toISOString(),
  expiresAt: token.expiresAt?.toISOString() ?? null,
  lastUsedAt: token.lastUsedAt?.toISOString() ?? null,
  revokedAt: token.revokedAt?.toISOString() ?? null,
});
