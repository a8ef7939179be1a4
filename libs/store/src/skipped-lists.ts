import type { Skipped } from '@waymark/engine';
import type { Prisma } from './generated/prisma/client.js';
import { jsonText } from './json-text.js';
import { sha256 } from './sha256.js';

/** What took no part, as it is stored: two lists that say the same are one. */
export interface SkippedList {
  readonly digest: Uint8Array<ArrayBuffer>;
  readonly json: string;
}

export function skippedListOf(skipped: readonly Skipped[]): SkippedList {
  const json = jsonText(skipped.map(inOneOrder));
  return { digest: new Uint8Array(sha256(json)), json };
}

export async function addSkippedList(
  transaction: Prisma.TransactionClient,
  { digest, json }: SkippedList,
): Promise<void> {
  await transaction.$executeRaw`
    INSERT INTO skipped_list (digest, body) VALUES (${digest}, ${json}::jsonb) ON CONFLICT (digest) DO NOTHING`;
}

function inOneOrder({ file, line, reason, message, object, field }: Skipped): Skipped {
  return {
    file,
    line,
    reason,
    message,
    ...(object && { object: { kind: object.kind, namespace: object.namespace, name: object.name } }),
    ...(field !== undefined && { field }),
  };
}
