import type { TokenScope } from '@waymark/contract';
import type { Command } from '../program.js';
import { withServerFlags } from './server-flags.js';
import type { CreateFlags, ListFlags, RevokeFlags } from './tokens.js';

const SCOPES: readonly TokenScope[] = ['snapshots:write', 'read', 'admin'];
const output = {
  alias: 'o',
  choices: ['text', 'json'],
  default: 'text',
  requiresArg: true,
  describe: 'Form of the answer',
} as const;

const create: Command = {
  usage: 'create',
  lists: ['scope', 'cluster'],
  summary: 'Create a token and show it, this once',
  describe: (yargs) =>
    withServerFlags(
      yargs.usage('$0 admin token create --name NAME --scope SCOPE\n\nCreates a token and shows it, this once.'),
    )
      .option('name', { type: 'string', demandOption: true, requiresArg: true, describe: 'What it is for, for people' })
      .option('scope', {
        choices: SCOPES,
        array: true,
        demandOption: true,
        requiresArg: true,
        describe: 'What it may do',
      })
      .option('cluster', {
        type: 'string',
        array: true,
        default: ['*'],
        requiresArg: true,
        describe: 'Cluster names, or patterns such as "prod-*"',
      })
      .option('expires', {
        type: 'string',
        requiresArg: true,
        describe: 'In how long it ends, such as 12h, 90d or 1y; or never',
        demandOption: true,
      })
      .option('output', output)
      .example('$0 admin token create --name ops --scope admin --expires never', 'the first one')
      .example("$0 admin token create --name ci --scope snapshots:write --cluster 'prod-*' --expires 90d", 'for CI'),
  run: async (flags) => (await import('./tokens.js')).createToken(flags as unknown as CreateFlags),
};

const list: Command = {
  usage: 'list',
  summary: 'List tokens: what they may do and when they were used, never the secret',
  describe: (yargs) => withServerFlags(yargs.usage('$0 admin token list')).option('output', output),
  run: async (flags) => (await import('./tokens.js')).listTokens(flags as unknown as ListFlags),
};

const revoke: Command = {
  usage: 'revoke <id>',
  summary: 'Make a token useless, from now on',
  describe: (yargs) =>
    withServerFlags(yargs.usage('$0 admin token revoke ID')).positional('id', {
      type: 'string',
      demandOption: true,
      describe: 'As `waymark admin token list` shows it',
    }),
  run: async (flags) => (await import('./tokens.js')).revokeToken(flags as unknown as RevokeFlags),
};

const token: Command = {
  usage: 'token',
  summary: 'Create, list and revoke tokens',
  describe: (yargs) => yargs.usage('$0 admin token create|list|revoke'),
  commands: [create, list, revoke],
};

export const adminCommand: Command = {
  usage: 'admin',
  summary: 'Look after a server',
  describe: (yargs) => yargs.usage('$0 admin token create|list|revoke\n\nLooks after a Waymark server.'),
  commands: [token],
};
