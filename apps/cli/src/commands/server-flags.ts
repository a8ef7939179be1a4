import type { Argv } from 'yargs';
import { Server } from '../server/server.js';
import { tokenFrom } from '../server/token.js';
import { usageError } from '../exit-code.js';

export interface ServerFlags {
  readonly server?: string | undefined;
  readonly tokenFile?: string | undefined;
  readonly retries: number;
}

/** The flags of every command that talks to a service. */
export const withServerFlags = <Flags>(yargs: Argv<Flags>) =>
  yargs
    .option('server', { type: 'string', requiresArg: true, describe: 'Address of Waymark (else WAYMARK_SERVER)' })
    .option('token-file', { type: 'string', requiresArg: true, describe: 'File with the token (else WAYMARK_TOKEN)' })
    .option('retries', {
      type: 'number',
      default: 5,
      requiresArg: true,
      describe: 'How often to try again when the server is busy or unreachable',
    });

export function serverFrom({ server, tokenFile, retries }: ServerFlags): Server {
  const address = server ?? process.env.WAYMARK_SERVER;
  if (!address) throw usageError('Name the server: --server https://waymark.example.com, or WAYMARK_SERVER.');
  if (!Number.isInteger(retries) || retries < 0) throw usageError('--retries takes a whole number, 0 or more.');
  return new Server(address, tokenFrom(tokenFile, process.env), retries);
}
