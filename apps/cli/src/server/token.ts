import { readFileSync } from 'node:fs';
import { TOKEN_PREFIX } from '@waymark/contract';
import { usageError } from '../exit-code.js';

/**
 * The token of the caller: from a file, else from WAYMARK_TOKEN, else none. Never from an argument, which every user of
 * the machine can see in the list of processes.
 */
export function tokenFrom(file: string | undefined, environment: NodeJS.ProcessEnv): string | undefined {
  const token = (file === undefined ? environment.WAYMARK_TOKEN : contentOf(file))?.trim();
  if (token === undefined || token === '') return undefined;
  if (token.startsWith(TOKEN_PREFIX)) return token;
  throw usageError(`${file ?? 'WAYMARK_TOKEN'} holds no Waymark token: one begins with ${TOKEN_PREFIX}.`);
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw usageError(`Cannot read the token file ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
