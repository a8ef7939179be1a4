// Feeds the engine generated manifests and requests, near-valid and hostile, and says what does not hold.
//   npm run fuzz [-- --objects N] [--seed S] [--path P]      (exit code 1: something does not hold, 2: wrong use)
// A thread does the work, so that a run that never ends is seen and named too.
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';

const SILENCE_MS = 120_000;

const wrongUse = (message) => {
  console.error(message);
  process.exit(2);
};

function options() {
  try {
    const { values } = parseArgs({
      options: { objects: { type: 'string' }, seed: { type: 'string' }, path: { type: 'string' } },
    });
    const { objects = '100000', seed = String(Date.now() % 2 ** 31), path } = values;
    if (!/^\d+$/.test(objects) || !/^-?\d+$/.test(seed) || (path !== undefined && !/^\d+(:\d+)*$/.test(path)))
      wrongUse('--objects and --seed take whole numbers, --path what a failed run printed.');
    return { objects: Number(objects), seed: Number(seed), path };
  } catch (error) {
    return wrongUse(error.message);
  }
}

const again = ({ seed, path }) => `npm run fuzz -- --seed ${seed} --path ${path}`;
const worker = new Worker(new URL('./fuzz/worker.mjs', import.meta.url), { workerData: options() });
let last = { seed: 0, path: 0 };
let timer;

function watch() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    console.error(`A run has not ended for ${SILENCE_MS / 1000} s. Repeat: ${again(last)}`);
    process.exit(1);
  }, SILENCE_MS);
}

watch();
worker.on('message', ({ seed, run, summary, failure }) => {
  watch();
  if (run !== undefined) last = { seed, path: run };
  if (summary !== undefined) console.log(summary);
  if (failure === undefined) return;
  console.error(`Does not hold: ${failure.error}\n\nThe least manifest that shows it:\n${failure.manifest}`);
  console.error(`\nAs files:\n${failure.texts}\nRepeat: ${again(failure)}`);
  process.exitCode = 1;
});
worker.on('error', (error) => {
  console.error(error);
  process.exit(1);
});
worker.on('exit', () => clearTimeout(timer));
