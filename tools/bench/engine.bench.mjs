import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { measureCheck } from './check-process.mjs';
import { generateCluster } from './cluster.mjs';
import { measureDecisions } from './decisions.mjs';
import { measureGrowth } from './growth.mjs';
import { SHAPES } from './shapes.mjs';
import { toNdjson, toYaml } from './texts.mjs';
import { medianTimes } from './timing.mjs';

export const projects = ['@waymark/engine', 'waymark'];

const OBJECTS = 10_000;

/** What can be measured by itself. */
export const parts = {
  parsing: measureAgainstParsing,
  decisions: measureDecisions,
  ...Object.fromEntries(Object.keys(SHAPES).map((shape) => [shape, () => measureGrowth(shape)])),
  check: measureCheck,
};

/**
 * Speed against bare parsing, how long a decision takes, how time and memory grow with clusters of several shapes, and
 * the memory of the program.
 */
export async function measure(names) {
  const goals = [];
  for (const name of names) goals.push(...(await parts[name]()));
  return goals;
}

/** The whole analysis of a cluster against bare parsing of the same bytes. */
async function measureAgainstParsing() {
  const { readManifests, analyze } = await import('@waymark/engine');
  const { loadAll } = await importFromEngine('js-yaml');
  const [yaml, ndjson] = [toYaml, toNdjson].map((toText) => toText(generateCluster({ objects: OBJECTS })));
  const lines = ndjson.toString().trimEnd().split('\n');
  const read = (bytes) => readManifests([{ name: 'cluster', bytes }]);
  const analyzeBytes = (bytes) => analyze(read(bytes));
  const { summary } = analyzeBytes(ndjson);
  console.log(
    `${OBJECTS} objects, ${megabytes(yaml)} of YAML, ${megabytes(ndjson)} of NDJSON: ${JSON.stringify(summary)}`,
  );

  const times = medianTimes(
    {
      'YAML, bare js-yaml': () => loadAll(yaml.toString()),
      'YAML, reading': () => read(yaml),
      'YAML, whole analysis': () => analyzeBytes(yaml),
      'NDJSON, bare JSON.parse': () => lines.map((line) => JSON.parse(line)),
      'NDJSON, reading': () => read(ndjson),
      'NDJSON, whole analysis': () => analyzeBytes(ndjson),
    },
    5,
  );
  for (const [name, time] of Object.entries(times)) console.log(`${inMilliseconds(time)}  ${name}`);

  const ratio = (work, bare) => times[work] / times[bare];
  return [
    {
      goal: 'YAML, whole analysis to bare parsing',
      value: ratio('YAML, whole analysis', 'YAML, bare js-yaml'),
      limit: 1.8,
    },
    {
      goal: 'NDJSON, whole analysis to JSON.parse',
      value: ratio('NDJSON, whole analysis', 'NDJSON, bare JSON.parse'),
      limit: 8,
    },
  ];
}

const inMilliseconds = (time) => `${time.toFixed(0).padStart(6)} ms`;

const megabytes = (bytes) => `${(bytes.length / 1e6).toFixed(1)} MB`;

/** The engine's own copy of a package, in its CommonJS build: js-yaml's is twice as fast on Node 20 as its main one. */
async function importFromEngine(name) {
  const resolve = createRequire(createRequire(import.meta.url).resolve('@waymark/engine'));
  return import(pathToFileURL(resolve.resolve(name)).href);
}
