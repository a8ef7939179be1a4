import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { sections } from './catalogue.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const representative = join(here, 'vectors/representative.jsonl.gz');
const invalid = join(here, 'vectors/invalid.jsonl.gz');

function conformance(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(here, '../conformance.mjs'), ...args], {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  return { status, stdout, stderr };
}

describe('the conformance command', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'conformance-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const write = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };

  it('finds the engine to say what Istio says about a representative part of the vectors', () => {
    const { status, stdout } = conformance(representative, invalid);
    const lines = stdout.trim().split('\n');
    expect(lines.map((line) => line.split(' ')[0])).toEqual(sections.map(({ name }) => name));
    for (const line of lines) expect(line).toMatch(/^\w+ ([1-9]\d*)\/\1$/);
    expect(status).toBe(0);
  });

  it('goes red when one answer differs, and shows expected, ours and our evidence', () => {
    const scenario = firstScenario(({ expect: { services } }) => services.some(({ waypoint }) => waypoint !== null));
    const service = scenario.expect.services.find(({ waypoint }) => waypoint !== null);
    if (service === undefined) throw new Error('The vectors hold no service with a waypoint.');
    service.waypoint = 'elsewhere/waypoint';
    const file = write('changed.jsonl', JSON.stringify(scenario));
    const report = join(folder, 'report.json');

    const { status, stdout } = conformance('--section', 'services', '--json', report, file);

    expect(status).toBe(1);
    const total = scenario.expect.services.length;
    expect(stdout.split('\n')[0]).toBe(`services ${total - 1}/${total}`);
    const { differences } = JSON.parse(readFileSync(report, 'utf8'));
    expect(differences).toHaveLength(1);
    expect(differences[0]).toMatchObject({ scenario: scenario.id, expected: { waypoint: 'elsewhere/waypoint' } });
    expect(differences[0].evidence.length).toBeGreaterThan(0);
  });

  it('goes red when a valid object is called invalid, and when a broken one is not', () => {
    const [scenario] = scenariosIn(invalid).filter(({ mutations }) => mutations.some(({ layer }) => layer !== 'none'));
    if (scenario === undefined) throw new Error('The vectors hold no broken object.');
    const total = scenario.mutations.length + 1;
    const whole = write('whole.jsonl', JSON.stringify(scenario));
    expect(conformance('--section', 'invalid', whole).stdout.split('\n')[0]).toBe(`invalid ${total}/${total}`);

    const unnamed = write('unnamed.jsonl', JSON.stringify({ ...scenario, mutations: [] }));
    expect(conformance('--section', 'invalid', unnamed).stdout.split('\n')[0]).toBe('invalid 0/1');

    const elsewhere = scenario.mutations.map((mutation) => ({ ...mutation, layer: 'schema', index: 0 }));
    const misplaced = write('misplaced.jsonl', JSON.stringify({ ...scenario, mutations: elsewhere }));
    expect(conformance('--section', 'invalid', misplaced).status).toBe(1);
  });

  it('counts an object that only one side knows as a difference', () => {
    const scenario = firstScenario(({ expect: { workloads } }) => workloads.length > 1);
    scenario.expect.workloads.pop();
    const { status, stdout } = conformance('--section', 'workloads', write('missing.jsonl', JSON.stringify(scenario)));
    expect(status).toBe(1);
    const known = scenario.expect.workloads.length;
    expect(stdout.split('\n')[0]).toBe(`workloads ${known}/${known + 1}`);
  });

  it.each([
    ['a file that is not there', ['nowhere.jsonl'], 'cannot be read'],
    ['no file', [], 'Name at least one vector file'],
    ['an unknown section', ['--section', 'feelings', representative], 'There is no section feelings'],
    ['an unknown flag', ['--colour', representative], '--colour'],
    ['an unknown scenario', ['--scenario', 'nobody-0', representative], 'No scenario nobody-0'],
  ])('answers 2 to %s, and says what is wrong', (_what, args, message) => {
    const { status, stderr } = conformance(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });

  it('answers 2 to a file that holds no vectors', () => {
    const { status, stderr } = conformance(write('torn.jsonl', '{"id": "x"'));
    expect(status).toBe(2);
    expect(stderr).toContain('torn.jsonl:1 is not JSON');
  });
});

interface Scenario {
  readonly id: string;
  readonly mutations: readonly { readonly layer: string; readonly index: number }[];
  readonly expect: { readonly workloads: unknown[]; readonly services: { waypoint: string | null }[] };
}

function scenariosIn(file: string): Scenario[] {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Scenario);
}

function firstScenario(wanted: (scenario: Scenario) => boolean): Scenario {
  const found = scenariosIn(representative).find(wanted);
  if (found === undefined) throw new Error('No such scenario in the vectors.');
  return found;
}
