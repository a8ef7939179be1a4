import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { SHAPES } from './shapes.mjs';

const program = fileURLToPath(new URL('./analysis-process.mjs', import.meta.url));

/** The e of `cost = size ** e`, for time and for memory, of one shape; each size in a process of its own. */
export function measureGrowth(shape) {
  const { what, few, many } = SHAPES[shape];
  const [small, large] = [few, many].map((size) => {
    const output = execFileSync(process.execPath, ['--expose-gc', program, shape, size], { encoding: 'utf8' });
    const cost = JSON.parse(output);
    const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
    console.log(
      `${cost.cpuMs.toFixed(0).padStart(6)} ms  ${size} ${what}: ${megabytes(cost.heapBytes)} kept, peak ${megabytes(cost.peakBytes)}`,
    );
    return cost;
  });
  const exponent = (of) => Math.log(large[of] / small[of]) / Math.log(many / few);
  const goal = (kind) => `exponent of ${kind} from ${few} to ${many} ${what}`;
  return [
    { goal: goal('time'), value: exponent('cpuMs'), limit: 1.1 },
    { goal: goal('memory'), value: exponent('heapBytes'), limit: 1.1 },
  ];
}
