// `npm run screenshots`: every page of the product on the example fleet, light and dark, wide and narrow.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './places.mjs';
import { ready, startedProjects } from './ready.mjs';

try {
  await ready(startedProjects);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
const playwright = join(root, 'node_modules/.bin/playwright');
const { status } = spawnSync(playwright, ['test', '--config', 'screenshots.config.ts', ...process.argv.slice(2)], {
  cwd: join(root, 'e2e'),
  stdio: 'inherit',
});
process.exit(status ?? 1);
