import { z } from 'zod';

export const TOKEN_SCOPES = ['snapshots:write', 'read', 'admin'] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

/** Every token begins with this, so that a leaked one is recognised. */
export const TOKEN_PREFIX = 'waymark_';
/** The prefix and at least 32 bytes in base64url or hexadecimal. */
export const TOKEN_FORM = /^waymark_[A-Za-z0-9_-]{43,100}$/;

const moment = z.iso.datetime({ offset: true });
/** A cluster name, or a pattern in which `*` stands for any characters. */
const clusterPattern = z
  .string()
  .regex(/^[a-z0-9*]([a-z0-9.*-]{0,61}[a-z0-9*])?$/, 'must be a cluster name or a pattern such as "prod-*"');

export const tokenRequestSchema = z.strictObject({
  name: z.string().trim().min(1).max(100).describe('What the token is for, for people.'),
  scopes: z.array(z.enum(TOKEN_SCOPES)).min(1),
  clusters: z.array(clusterPattern).min(1).max(100).default(['*']).describe('Names, or patterns with "*".'),
  expiresAt: moment.nullish().describe('Null: the token does not expire.'),
});
export type TokenRequest = z.input<typeof tokenRequestSchema>;

export const tokenSchema = z.object({
  id: z.string(),
  name: z.string(),
  prefix: z.string().describe('Its first characters, to tell tokens apart.'),
  scopes: z.array(z.enum(TOKEN_SCOPES)),
  clusters: z.array(z.string()),
  createdAt: moment,
  expiresAt: moment.nullable(),
  lastUsedAt: moment.nullable(),
  revokedAt: moment.nullable(),
});
export type TokenJson = z.infer<typeof tokenSchema>;

export const createdTokenSchema = tokenSchema.extend({
  token: z.string().describe('Shown this once; only its hash is kept.'),
});
export const tokenListSchema = z.object({ tokens: z.array(tokenSchema) });
