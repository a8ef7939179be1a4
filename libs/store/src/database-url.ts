import { resolve } from 'node:path';
import { InvalidDatabaseUrl } from './errors.js';

export type DatabaseTarget =
  | { readonly kind: 'pglite'; readonly folder: string | null } // null: in memory
  | { readonly kind: 'postgresql'; readonly connectionString: string };

/** `pglite:DIR`, `pglite:memory://`, `postgresql://…`. @throws InvalidDatabaseUrl */
export function parseDatabaseUrl(url: string): DatabaseTarget {
  if (/^postgres(ql)?:\/\//.test(url)) return { kind: 'postgresql', connectionString: url };
  const folder = /^pglite:(?:\/\/(?=\/))?(.+)$/.exec(url)?.[1];
  if (folder === undefined) throw new InvalidDatabaseUrl(url);
  return { kind: 'pglite', folder: folder === 'memory://' ? null : resolve(folder) };
}
