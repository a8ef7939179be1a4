import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SHAPES } from './shapes.mjs';
import { toYaml } from './texts.mjs';

/** Five objects each, as people write them; a cluster as `kubectl get` prints it is three to four times as long. */
const NAMESPACES = 6_000;
const OBJECTS = 5 * NAMESPACES;
const LIMIT_MB = 450;
const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

/** Peak memory of `waymark check` as a process of its own, on the YAML of a large cluster. */
export function measureCheck() {
  const folder = mkdtempSync(join(tmpdir(), 'waymark-bench-'));
  try {
    const yaml = toYaml(SHAPES.namespaces.make(NAMESPACES));
    const [file, peak] = [join(folder, 'cluster.yaml'), join(folder, 'peak')];
    writeFileSync(file, yaml);
    const program = [path('../../apps/cli/dist/main.js'), 'check', '--fail-on', 'never', file];
    execFileSync(process.execPath, ['--import', path('./peak-memory.mjs'), ...program], {
      env: { ...process.env, WAYMARK_PEAK_FILE: peak },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const value = Number(readFileSync(peak, 'utf8')) / 1e6;
    const goal = `MB of peak memory of waymark check on ${OBJECTS} objects (${(yaml.length / 1e6).toFixed(1)} MB of YAML)`;
    return [{ goal, value, limit: LIMIT_MB }];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
