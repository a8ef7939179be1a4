// Writes every generated file of the repository again. CI runs it and fails when `git status` then shows a change.
import { writeGraphqlSchema } from '../apps/api/tools/schema.mjs';
import { writeCheckOutputSchema } from '../libs/contract/tools/check-output.mjs';
import { writeExampleFleet } from './example-fleet/index.mjs';

const root = new URL('..', import.meta.url).pathname;

/** One line for each thing that is generated: what it is, and how. */
const generators = [
  ['apps/api/schema.graphql', () => writeGraphqlSchema(`${root}apps/api/schema.graphql`)],
  ['examples/fleet', () => writeExampleFleet(`${root}examples/fleet`)],
  ['docs/schema/check-output.schema.json', () => writeCheckOutputSchema(`${root}docs/schema/check-output.schema.json`)],
];

for (const [what, generate] of generators) {
  await generate();
  console.log(`generated ${what}`);
}
