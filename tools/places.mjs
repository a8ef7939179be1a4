import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root folder of the repository. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Where the commands keep what they know about this clone: never committed. */
export const stateFolder = join(root, '.nx', 'ready');
