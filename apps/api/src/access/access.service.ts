import { timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { HostNotLocal, TOKEN_FORM, TOKEN_SCOPES, TokenInvalid, TokenRequired } from '@waymark/contract';
import { type ApiToken, SEES_ALL, TokenRepository } from '@waymark/store';
import type { Request } from 'express';
import { type Config, CONFIG } from '../config/config.js';
import { Caller, LOCAL_CALLER } from './caller.js';
import { FailedAttempts } from './failed-attempts.js';
import { hostOf, isLoopback } from './loopback.js';

/** Who calls. The only place that reads the Authorization header. */
@Injectable()
export class AccessService {
  private closed = false;

  constructor(
    private readonly tokens: TokenRepository,
    private readonly attempts: FailedAttempts,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Whether requests need a token: from the first token on, for ever. A token that is revoked or has expired counts,
   * so that the service never opens by itself.
   */
  async hasTokens(): Promise<boolean> {
    const { admin, read } = this.config.givenTokens;
    this.closed ||= admin !== undefined || read !== undefined || (await this.tokens.list()).length > 0;
    return this.closed;
  }

  /** Throws TokenRequired, TokenInvalid or HostNotLocal. */
  async callerOf(request: Request): Promise<Caller> {
    const header = request.get('authorization');
    if (header !== undefined) return this.callerOfToken(header, request.socket.remoteAddress ?? 'unknown');
    if (await this.hasTokens()) throw new TokenRequired();
    // A page of another site can have its own name point to 127.0.0.1; its requests still carry that name.
    const isLocal = isLoopback(hostOf(request.get('host') ?? '')) && isLoopback(request.socket.remoteAddress ?? '');
    if (!isLocal) throw new HostNotLocal();
    return LOCAL_CALLER;
  }

  private async callerOfToken(header: string, address: string): Promise<Caller> {
    const token = /^Bearer +(\S+) *$/i.exec(header)?.[1] ?? '';
    const caller = TOKEN_FORM.test(token) ? (this.callerOfGiven(token) ?? (await this.callerOfStored(token))) : null;
    if (caller !== null) return caller;
    this.attempts.add(address);
    throw new TokenInvalid();
  }

  private callerOfGiven(token: string): Caller | undefined {
    const { admin, read } = this.config.givenTokens;
    if (isSame(token, admin)) return new Caller('WAYMARK_ADMIN_TOKEN', ['admin'], SEES_ALL);
    if (isSame(token, read)) return new Caller('WAYMARK_READ_TOKEN', ['read'], SEES_ALL);
    return undefined;
  }

  /** Looked up by its hash, so that the time says nothing about the token. */
  private async callerOfStored(token: string): Promise<Caller | null> {
    const stored = await this.tokens.authenticate(token);
    return stored && callerOf(stored);
  }
}

const callerOf = ({ name, prefix, scopes, clusters }: ApiToken): Caller =>
  new Caller(
    `${name} (${prefix}…)`,
    TOKEN_SCOPES.filter((scope) => scopes.includes(scope)),
    { clusters },
  );

function isSame(token: string, given: string | undefined): boolean {
  if (given === undefined) return false;
  const [a, b] = [Buffer.from(token), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
