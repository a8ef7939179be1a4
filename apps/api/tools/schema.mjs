// Writes apps/api/schema.graphql from the built resolvers.
import { writeFileSync } from 'node:fs';
import prettier from 'prettier';
import { sdl } from '../dist/graphql/sdl.js';

export async function writeGraphqlSchema(file) {
  const options = { ...(await prettier.resolveConfig(file)), filepath: file };
  writeFileSync(file, await prettier.format(await sdl(), options));
}
