import {
  createdTokenSchema,
  tokenListSchema,
  type TokenJson,
  type TokenRequest,
  type TokenScope,
} from '@waymark/contract';
import { EXIT, usageError, type ExitCode } from '../exit-code.js';
import { answered } from '../server/answered.js';
import { writeData, writeNote } from '../terminal.js';
import { serverFrom, type ServerFlags } from './server-flags.js';

interface OutputFlags extends ServerFlags {
  readonly output: 'text' | 'json';
}
export interface CreateFlags extends OutputFlags {
  readonly name: string;
  readonly scope: TokenScope[];
  readonly cluster: string[];
  readonly expires: string;
}
export type ListFlags = OutputFlags;
export interface RevokeFlags extends ServerFlags {
  readonly id: string;
}

/** Shows the secret on standard output and nothing else, so that it can go straight into a secret store. */
export async function createToken(flags: CreateFlags): Promise<ExitCode> {
  const { name, scope, cluster } = flags;
  const request: TokenRequest = {
    name,
    scopes: scope,
    clusters: cluster,
    expiresAt: momentIn(flags.expires, Date.now()),
  };
  const body = JSON.stringify(request);
  const headers = { 'content-type': 'application/json' };
  // Not sent again after a failure: an answer that was lost has made a token already.
  const server = serverFrom({ ...flags, retries: 0 });
  const answer = await server.send({ method: 'POST', path: '/v1/tokens', headers, body: () => body });
  const created = answered(createdTokenSchema, answer);
  if (flags.output === 'json') await writeData([`${JSON.stringify(created)}\n`]);
  else {
    writeNote(`Token ${created.id} (${created.name}); it is shown this once:`);
    await writeData([`${created.token}\n`]);
  }
  return EXIT.PASS;
}

export async function listTokens(flags: ListFlags): Promise<ExitCode> {
  const answer = await serverFrom(flags).send({ method: 'GET', path: '/v1/tokens' });
  const { tokens } = answered(tokenListSchema, answer);
  await writeData([flags.output === 'json' ? `${JSON.stringify({ tokens })}\n` : tableOf(tokens)]);
  return EXIT.PASS;
}

export async function revokeToken(flags: RevokeFlags): Promise<ExitCode> {
  await serverFrom(flags).send({ method: 'DELETE', path: `/v1/tokens/${encodeURIComponent(flags.id)}` });
  writeNote(`Token ${flags.id} is revoked.`);
  return EXIT.PASS;
}

const DURATION = /^(\d+)(h|d|y)$/;
const HOURS = { h: 1, d: 24, y: 365 * 24 } as const;

/** `90d` from now as RFC 3339; null for `never`. */
function momentIn(duration: string, nowMs: number): string | null {
  if (duration === 'never') return null;
  const [, count, unit] = DURATION.exec(duration) ?? [];
  const hours = Number(count) * HOURS[unit as keyof typeof HOURS];
  if (!(hours > 0) || hours > 100 * HOURS.y) {
    throw usageError(`--expires ${duration} is not a time such as 12h, 90d or 1y, and not "never".`);
  }
  return new Date(nowMs + hours * 3_600_000).toISOString();
}

function tableOf(tokens: readonly TokenJson[]): string {
  const head = ['ID', 'NAME', 'SCOPES', 'CLUSTERS', 'EXPIRES', 'LAST USED', 'STATE'];
  const rows = tokens.map((token) => [
    token.id,
    token.name,
    token.scopes.join(','),
    token.clusters.join(','),
    token.expiresAt?.slice(0, 10) ?? 'never',
    token.lastUsedAt?.slice(0, 16) ?? 'never',
    stateOf(token, Date.now()),
  ]);
  const table = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table
    .map(
      (row) =>
        `${row
          .map((cell, at) => cell.padEnd(widths[at] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

function stateOf({ revokedAt, expiresAt }: TokenJson, nowMs: number): string {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && Date.parse(expiresAt) <= nowMs ? 'expired' : 'valid';
}
