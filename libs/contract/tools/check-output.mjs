// Writes the schemas of `waymark check --output json` (docs/schema) from the built contract.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import prettier from 'prettier';
import { checkOutputJsonSchema, upgradeOutputJsonSchema } from '../dist/index.js';

export const writeCheckOutputSchema = (file) => writeSchema(file, checkOutputJsonSchema());
export const writeUpgradeOutputSchema = (file) => writeSchema(file, upgradeOutputJsonSchema());

async function writeSchema(file, schema) {
  mkdirSync(dirname(file), { recursive: true });
  const options = { ...(await prettier.resolveConfig(file)), filepath: file };
  writeFileSync(file, await prettier.format(JSON.stringify(schema), options));
}
