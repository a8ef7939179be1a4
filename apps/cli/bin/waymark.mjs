#!/usr/bin/env node
// In a clone of the repository the program is built when it is missing or older than its sources; an installed one
// (an image, a package) brings dist and no tools.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const tool = new URL('../../../tools/ready.mjs', import.meta.url);
if (existsSync(fileURLToPath(tool))) {
  const { readyOrExit } = await import(tool.href);
  await readyOrExit(['waymark'], 2);
}
await import('../dist/main.js');
