// Writes docs/schema/check-output.schema.json from the built contract.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import prettier from 'prettier';
import { checkOutputJsonSchema } from '../dist/index.js';

export async function writeCheckOutputSchema(file) {
  mkdirSync(dirname(file), { recursive: true });
  const options = { ...(await prettier.resolveConfig(file)), filepath: file };
  writeFileSync(file, await prettier.format(JSON.stringify(checkOutputJsonSchema()), options));
}
