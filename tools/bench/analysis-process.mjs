// One analysis in a process of its own: node --expose-gc analysis-process.mjs SHAPE SIZE
// Prints {cpuMs, heapBytes, peakBytes}: processor time, what reading, model and answer keep, and the process's peak.
import { analyze, buildModel, readManifests } from '@waymark/engine';
import { SHAPES } from './shapes.mjs';
import { toNdjson } from './texts.mjs';

const [shape, size] = [process.argv[2], Number(process.argv[3])];
const { few, make } = SHAPES[shape];
const bytes = toNdjson(make(size));
const whole = () => {
  const read = readManifests([{ name: 'cluster', bytes }]);
  return { read, analysis: analyze(read) };
};

// A small one is over before the compiler has seen it, and smaller than what a process has besides, so it is repeated.
const rounds = size === few ? 20 : 1;

// First, in a fresh heap: what earlier rounds leave behind would be collected only now and then.
globalThis.gc();
const empty = process.memoryUsage().heapUsed;
const kept = Array.from({ length: rounds }, () => {
  const { read, analysis } = whole();
  return { read, analysis, model: buildModel(read.manifests) };
});
globalThis.gc();
const heapBytes = (process.memoryUsage().heapUsed - empty) / kept.length; // reads `kept`, so that all of it still stands
const peakBytes = process.resourceUsage().maxRSS * 1024;
kept.length = 0;

const warm = toNdjson(make(few));
for (let round = 0; round < 10; round++) analyze(readManifests([{ name: 'cluster', bytes: warm }]));
const before = process.cpuUsage();
for (let round = 0; round < rounds; round++) whole();
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ cpuMs: (user + system) / 1000 / rounds, heapBytes, peakBytes }));
