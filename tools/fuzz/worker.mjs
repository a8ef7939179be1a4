import { parentPort, workerData } from 'node:worker_threads';
import fc from 'fast-check';
import { checkCluster, filesOf, fuzzedCluster, Reached } from '../../libs/engine/dist/testing/fuzz/index.js';

const ROUND = 500;
const { objects: wanted, seed: firstSeed, path } = workerData;
const started = Date.now();
const reached = new Reached();
let objects = 0;
let failed = false;

/** Some runs of a seed of their own, so that none has to be counted in advance: clusters differ in size. */
function round(seed) {
  let run = 0;
  const property = fc.property(fuzzedCluster(), (cluster) => {
    parentPort.postMessage({ seed, run: run++ });
    objects += cluster.objects.length;
    checkCluster(cluster, reached);
  });
  const result = fc.check(property, path === undefined ? { seed, numRuns: ROUND } : { seed, path, numRuns: 1 });
  if (!result.failed) return;
  failed = true;
  const [{ objects: least, pages, requests }] = result.counterexample;
  const written = least.map((object) => JSON.stringify(object, null, 2)).join('\n---\n');
  const manifest = `# written as ${JSON.stringify(pages)}, asked ${JSON.stringify(requests)}\n${written}`;
  const error = result.errorInstance?.stack ?? String(result.errorInstance);
  const { files } = filesOf(least, pages);
  const texts = files.map(({ name, bytes }) => `# ${name}\n${new TextDecoder().decode(bytes)}`).join('\n');
  parentPort.postMessage({ failure: { manifest, texts, error, seed, path: result.counterexamplePath } });
}

let seed = firstSeed;
do round(seed++);
while (!failed && path === undefined && objects < wanted);

const { kinds, fields, fieldsOfSeveralTypes, mostReadsPerValue } = reached;
parentPort.postMessage({
  summary: [
    `${objects} objects in ${((Date.now() - started) / 1000).toFixed(0)} s, seeds ${firstSeed} to ${seed - 1}`,
    `${kinds} kinds and ${fields} fields of them read, ${fieldsOfSeveralTypes} of these with values of several types`,
    `a value is read ${mostReadsPerValue.toFixed(1)} times in the worst cluster`,
  ].join('; '),
});
