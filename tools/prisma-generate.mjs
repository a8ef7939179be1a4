// Generates libs/store/src/generated from prisma/schema.prisma. Called by the build of libs/store.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const prisma = createRequire(import.meta.url).resolve('prisma/build/index.js');
const root = fileURLToPath(new URL('..', import.meta.url));
const { status, stdout, stderr } = spawnSync(process.execPath, [prisma, 'generate'], { cwd: root, encoding: 'utf8' });
if (status !== 0) process.stderr.write(`${stdout}${stderr}`);
process.exit(status ?? 1);
