// `npm run new-check -- <id>`: writes the folder of a new check and its line in the catalogue. Its first case is red
// until the check is written.
import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const checks = new URL('../libs/engine/src/checks', import.meta.url).pathname;
const camel = (id) => id.replaceAll(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase());

const checkText = (id) => `import { defineCheck } from '../define-check.js';

export const ${camel(id)} = defineCheck({
  id: '${id}',
  severity: 'warning',
  title: '',
  why: '',
  fix: '',
  source: '',

  run(_input, _report) {},
});
`;

const firingCase = `# One sentence: who wrote this, and what goes wrong.
apiVersion: v1
kind: Namespace
metadata: # finding: write here what the check says
  name: shop
  labels: { istio.io/dataplane-mode: ambient }
`;

const silentCase = `# One sentence: what looks alike and is right.
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels: { istio.io/dataplane-mode: ambient }
`;

/** The catalogue holds nothing but the folders beside it, so it is written from them. */
export async function writeCatalogue() {
  const entries = await readdir(checks, { withFileTypes: true });
  const ids = entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  const text = `${ids.map((id) => `import { ${camel(id)} } from './${id}/check.js';`).join('\n')}
import type { Check } from './define-check.js';

/** Every check, sorted by id. A test keeps it equal to the folders beside it. */
export const catalogue: readonly Check[] = [
${ids.map((id) => `  ${camel(id)},`).join('\n')}
];
`;
  await writeFile(join(checks, 'catalogue.ts'), text);
}

async function addCheck(id) {
  const folder = join(checks, id);
  await mkdir(join(folder, 'cases'), { recursive: true });
  await writeFile(join(folder, 'check.ts'), checkText(id));
  await writeFile(join(folder, 'cases', 'fires.yaml'), firingCase);
  await writeFile(join(folder, 'cases', 'stays-silent.yaml'), silentCase);
  await writeCatalogue();
  console.log(`Wrote libs/engine/src/checks/${id} and its line in catalogue.ts. Fill in the check and its cases, then run
  cd libs/engine && node ../../tools/jest.mjs src/checks && cd ../.. && npm run generate`);
}

const [id] = process.argv.slice(2);
if (process.argv[1] === new URL(import.meta.url).pathname) {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(id ?? '')) {
    console.error('Say the fault in kebab-case, e.g. npm run new-check -- waypoint-missing');
    process.exit(2);
  }
  if (existsSync(join(checks, id))) {
    console.error(`libs/engine/src/checks/${id} is there already; choose another id.`);
    process.exit(2);
  }
  await addCheck(id);
}
