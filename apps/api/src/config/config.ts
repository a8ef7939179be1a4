import { join, resolve } from 'node:path';
import { TOKEN_FORM } from '@waymark/contract';
import { z } from 'zod';

const MEBIBYTE = 1024 * 1024;

const wholeNumber = (lowest: number, highest: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${lowest} to ${highest}`)
    .transform(Number)
    .refine((value) => value >= lowest && value <= highest, `must be a whole number from ${lowest} to ${highest}`);

const databaseUrl = z.string().regex(/^(postgres(ql)?:\/\/|pglite:).+/, 'must begin with postgresql:// or pglite:');

/** 32 random bytes in base64url or hexadecimal. */
const givenToken = z
  .string()
  .regex(TOKEN_FORM, 'must be "waymark_" and 32 random bytes, as "waymark_$(openssl rand -hex 32)" gives');

const environmentSchema = z.object({
  WAYMARK_API_PORT: wholeNumber(0, 65535).default(4000),
  WAYMARK_API_HOST: z.string().min(1, 'must be an address such as 127.0.0.1').default('127.0.0.1'),
  WAYMARK_DATA_DIR: z.string().min(1, 'must be a folder').default('./data'),
  DATABASE_URL: databaseUrl.optional(),
  WAYMARK_ROLE: z.enum(['all', 'api', 'worker'], 'must be all, api or worker').default('all'),
  WAYMARK_ADMIN_TOKEN: givenToken.optional(),
  WAYMARK_READ_TOKEN: givenToken.optional(),
  WAYMARK_MAX_BODY_BYTES: wholeNumber(1, 1024 * MEBIBYTE).default(100 * MEBIBYTE),
  WAYMARK_MAX_DECOMPRESSED_BYTES: wholeNumber(1, 2000 * MEBIBYTE).default(300 * MEBIBYTE),
  WAYMARK_CONCURRENT_UPLOADS: wholeNumber(1, 64).default(2),
  WAYMARK_CONCURRENT_ANALYSES: wholeNumber(1, 64).default(2),
  WAYMARK_ANALYSIS_TIMEOUT_SECONDS: wholeNumber(1, 3600).default(300),
  WAYMARK_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error'], 'must be debug, info, warn or error').default('info'),
});

/** Bounds that keep hostile or clumsy callers cheap. */
export interface Limits {
  /** Bytes on the wire. */
  readonly bodyBytes: number;
  readonly decompressedBytes: number;
  readonly concurrentUploads: number;
  readonly concurrentAnalyses: number;
  readonly analysisTimeoutMs: number;
}

export type Role = 'all' | 'api' | 'worker';
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Injection token of the Config. */
export const CONFIG = Symbol('config');

export interface Config {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly dataDir: string;
  readonly databaseUrl: string;
  /** `api` answers requests, `worker` analyses, `all` does both in one process. */
  readonly role: Role;
  /** Tokens known from the environment, for places where nobody can call from the local machine. */
  readonly givenTokens: { readonly admin: string | undefined; readonly read: string | undefined };
  readonly logLevel: LogLevel;
  readonly limits: Limits;
}

/** The process cannot start like this; the message is one sentence for the person who starts it. */
export class StartFault extends Error {}

/** Reads the whole configuration once. Throws a StartFault that names the variable and what it must be. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new StartFault(`The environment variable ${issue?.path.join('.')} ${issue?.message}.`);
  }
  const values = parsed.data;
  const dataDir = resolve(values.WAYMARK_DATA_DIR);
  const url = values.DATABASE_URL ?? `pglite:${join(dataDir, 'pg')}`;
  if (values.WAYMARK_ROLE !== 'all' && url.startsWith('pglite:')) {
    throw new StartFault(
      `WAYMARK_ROLE=${values.WAYMARK_ROLE} needs a PostgreSQL server in DATABASE_URL: one process alone can open the embedded database.`,
    );
  }
  return {
    host: values.WAYMARK_API_HOST,
    port: values.WAYMARK_API_PORT,
    dataDir,
    databaseUrl: url,
    role: values.WAYMARK_ROLE,
    givenTokens: { admin: values.WAYMARK_ADMIN_TOKEN, read: values.WAYMARK_READ_TOKEN },
    logLevel: values.WAYMARK_LOG_LEVEL,
    limits: {
      bodyBytes: values.WAYMARK_MAX_BODY_BYTES,
      decompressedBytes: values.WAYMARK_MAX_DECOMPRESSED_BYTES,
      concurrentUploads: values.WAYMARK_CONCURRENT_UPLOADS,
      concurrentAnalyses: values.WAYMARK_CONCURRENT_ANALYSES,
      analysisTimeoutMs: values.WAYMARK_ANALYSIS_TIMEOUT_SECONDS * 1000,
    },
  };
}
