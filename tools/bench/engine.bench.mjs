import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { generateCluster } from './cluster.mjs';
import { measureDecisions } from './decisions.mjs';
import { toNdjson, toYaml } from './texts.mjs';
import { medianTimes } from './timing.mjs';

export const projects = ['@waymark/engine'];

const OBJECTS = 10_000;
const [FEW, MANY] = [1_000, 100_000];

/**
 * The whole analysis of a cluster against bare parsing of the same bytes, how its time grows with the cluster, and how
 * long a decision takes.
 */
export async function measure() {
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

  const exponent = measureGrowth(analyzeBytes);
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
    { goal: `exponent of time from ${FEW} to ${MANY} objects`, value: exponent, limit: 1.1 },
    ...(await measureDecisions()),
  ];
}

/** The e of `time = objects ** e`, for NDJSON: parsing, which grows straight, hides less of the rest there. */
function measureGrowth(analyzeBytes) {
  const [few, many] = [FEW, MANY].map((objects) => toNdjson(generateCluster({ objects })));
  const times = medianTimes({ few: () => repeat(10, () => analyzeBytes(few)), many: () => analyzeBytes(many) }, 3);
  const [small, large] = [times.few / 10, times.many];
  console.log(`${inMilliseconds(small)}  NDJSON, whole analysis of ${FEW} objects`);
  console.log(`${inMilliseconds(large)}  NDJSON, whole analysis of ${MANY} objects`);
  return Math.log(large / small) / Math.log(MANY / FEW);
}

function repeat(times, work) {
  for (let time = 0; time < times; time++) work();
}

const inMilliseconds = (time) => `${time.toFixed(0).padStart(6)} ms`;

const megabytes = (bytes) => `${(bytes.length / 1e6).toFixed(1)} MB`;

/** The engine's own copy of a package, in its CommonJS build: js-yaml's is twice as fast on Node 20 as its main one. */
async function importFromEngine(name) {
  const resolve = createRequire(createRequire(import.meta.url).resolve('@waymark/engine'));
  return import(pathToFileURL(resolve.resolve(name)).href);
}
