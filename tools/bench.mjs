// Measures how fast Waymark is, in ratios to what must be done at least, all in one run.
//   npm run bench -- NAME [--only PART] [--assert]
// NAME: a file of tools/bench that measures; --only: a part of it; --assert: exit code 1 when a goal is missed.
import { readdirSync } from 'node:fs';
import { ready } from './ready.mjs';

const benches = readdirSync(new URL('./bench/', import.meta.url))
  .filter((file) => file.endsWith('.bench.mjs'))
  .map((file) => file.slice(0, -'.bench.mjs'.length));
const [name, ...flags] = process.argv.slice(2);

if (!benches.includes(name)) {
  console.error(`Say what to measure: npm run bench -- ${benches.join('|')} [--only PART] [--assert]`);
  process.exit(2);
}
const { projects, measure, parts = {} } = await import(`./bench/${name}.bench.mjs`);
const only = flags.includes('--only') ? flags[flags.indexOf('--only') + 1] : undefined;
if (flags.includes('--only') && !Object.hasOwn(parts, only ?? '')) {
  console.error(`--only takes a part of ${name}: ${Object.keys(parts).join(', ') || 'it has none'}.`);
  process.exit(2);
}
try {
  await ready(projects);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
const goals = await measure(only === undefined ? Object.keys(parts) : [only]);
for (const { goal, value, limit } of goals) {
  console.log(`${value <= limit ? 'met   ' : 'missed'}  ${goal}: ${value.toFixed(2)} (goal: at most ${limit})`);
}
if (flags.includes('--assert') && goals.some(({ value, limit }) => value > limit)) process.exitCode = 1;
