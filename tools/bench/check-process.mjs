import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { leanCluster } from './lean.mjs';
import { SHAPES } from './shapes.mjs';
import { toYaml } from './texts.mjs';

const OBJECTS = 30_000;
const LIMIT_MB = 450;
const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

/** An ordinary cluster, and one with few objects in each of many namespaces, whose report is the longest. */
const INPUTS = {
  cluster: () => leanCluster({ objects: OBJECTS }),
  'small namespaces': () => SHAPES.namespaces.make(OBJECTS / 5),
};

/** Peak memory of `waymark check` as a process of its own, on the YAML of large clusters. */
export function measureCheck() {
  const folder = mkdtempSync(join(tmpdir(), 'waymark-bench-'));
  try {
    return Object.entries(INPUTS).map(([what, make]) => peakOf(what, toYaml(make()), folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function peakOf(what, yaml, folder) {
  const [file, peak] = [join(folder, 'cluster.yaml'), join(folder, 'peak')];
  writeFileSync(file, yaml);
  const program = [path('../../apps/cli/dist/main.js'), 'check', '--fail-on', 'never', file];
  execFileSync(process.execPath, ['--import', path('./peak-memory.mjs'), ...program], {
    env: { ...process.env, WAYMARK_PEAK_FILE: peak },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const size = `${OBJECTS} objects, ${(yaml.length / 1e6).toFixed(1)} MB of YAML`;
  const goal = `MB of peak memory of waymark check, ${what} (${size})`;
  return { goal, value: Number(readFileSync(peak, 'utf8')) / 1e6, limit: LIMIT_MB };
}
