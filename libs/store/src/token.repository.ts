import { createHash, randomBytes } from 'node:crypto';
import { opened, type Database } from './database.js';
import type { ApiToken as TokenRow } from './generated/prisma/client.js';
import { storableText } from './json-text.js';
import type { ClusterSelector } from './viewer.js';

/** What is known of a token; the token itself is not kept. */
export interface ApiToken {
  readonly id: string;
  readonly name: string;
  /** Its first characters, so that a person can tell tokens apart. */
  readonly prefix: string;
  readonly scopes: readonly string[];
  readonly clusters: ClusterSelector;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
}

export interface NewToken {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly clusters: ClusterSelector;
  readonly expiresAt: Date | null;
}

/** Every token begins with this, so that a leaked one is recognised. */
export const TOKEN_PREFIX = 'waymark_';
const RANDOM_BYTES = 32;
const SHOWN_CHARACTERS = TOKEN_PREFIX.length + 6;
/** The last use is written at most this often: a busy token must not write a row for every request. */
const LAST_USED_STEP_MS = 60_000;

/** Tokens, kept as hashes. A random token of 256 bits needs no slow hash: there is nothing to guess. */
export class TokenRepository {
  private readonly prisma;

  constructor(
    database: Database,
    private readonly now: () => Date = () => new Date(),
  ) {
    this.prisma = opened(database).prisma;
  }

  /** @returns the token itself, this once */
  async create({ name, scopes, clusters, expiresAt }: NewToken): Promise<{ token: string; created: ApiToken }> {
    const token = `${TOKEN_PREFIX}${randomBytes(RANDOM_BYTES).toString('base64url')}`;
    const row = await this.prisma.apiToken.create({
      data: {
        name: storableText(name),
        scopes: [...scopes],
        selector: { ...clusters, names: [...clusters.names] },
        hash: hashOf(token),
        prefix: token.slice(0, SHOWN_CHARACTERS),
        createdAt: this.now(),
        expiresAt,
      },
    });
    return { token, created: toToken(row) };
  }

  /** The token when it exists, is not revoked and has not expired; its use is noted. */
  async authenticate(token: string): Promise<ApiToken | null> {
    const row = await this.prisma.apiToken.findUnique({ where: { hash: hashOf(token) } });
    const now = this.now();
    if (row === null || row.revokedAt !== null || (row.expiresAt !== null && row.expiresAt <= now)) return null;
    if (row.lastUsedAt === null || now.getTime() - row.lastUsedAt.getTime() > LAST_USED_STEP_MS) {
      await this.prisma.apiToken.updateMany({ where: { id: row.id }, data: { lastUsedAt: now } });
    }
    return toToken(row);
  }

  /** The newest first; revoked and expired ones too. */
  async list(): Promise<ApiToken[]> {
    return (await this.prisma.apiToken.findMany({ orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] })).map(toToken);
  }

  async byId(id: string): Promise<ApiToken | null> {
    const row = isUuid(id) ? await this.prisma.apiToken.findUnique({ where: { id } }) : null;
    return row && toToken(row);
  }

  /** Tokens that are in force and have the scope; without a scope, any. */
  async countInForce(scope?: string): Promise<number> {
    return this.prisma.apiToken.count({
      where: {
        revokedAt: null,
        OR: [{ expiresAt: null }, { expiresAt: { gt: this.now() } }],
        ...(scope === undefined ? {} : { scopes: { has: scope } }),
      },
    });
  }

  /** @returns false when there is no such token, or it was revoked before */
  async revoke(id: string): Promise<boolean> {
    if (!isUuid(id)) return false;
    const { count } = await this.prisma.apiToken.updateMany({
      where: { id, revokedAt: null },
      data: { revokedAt: this.now() },
    });
    return count > 0;
  }
}

function hashOf(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(token).digest());
}

const isUuid = (id: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);

function toToken({
  id,
  name,
  prefix,
  scopes,
  selector,
  createdAt,
  expiresAt,
  revokedAt,
  lastUsedAt,
}: TokenRow): ApiToken {
  const clusters = selector as unknown as ClusterSelector;
  return { id, name, prefix, scopes, clusters, createdAt, expiresAt, revokedAt, lastUsedAt };
}
