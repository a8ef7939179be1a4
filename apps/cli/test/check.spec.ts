import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { analysisSchema, checkOutputJsonSchema, upgradeOutputJsonSchema, upgradeSchema } from '@waymark/contract';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Workshop } from './waymark.js';

jest.setTimeout(120_000);

const fleet = fileURLToPath(new URL('../../../examples/fleet', import.meta.url));

describe('waymark check on a cluster of the example fleet', () => {
  const workshop = new Workshop();
  cpSync(join(fleet, 'prod-us-east'), join(workshop.folder, 'k8s'), { recursive: true });
  afterAll(() => workshop.remove());

  it('writes JSON that the published schema describes', () => {
    const { exitCode, stdout, stderr } = workshop.shell('waymark check --output json k8s');
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    const report: unknown = JSON.parse(stdout);
    const validate = new Ajv2020({ strict: false }).compile(checkOutputJsonSchema());
    expect(validate(report) ? [] : validate.errors).toEqual([]);
    const { findings, verdicts } = analysisSchema.parse(report);
    expect(findings.some(({ severity }) => severity === 'error')).toBe(true);
    expect(verdicts.every(({ evidence }) => evidence.length > 0)).toBe(true);
    expect(validate({ ...(report as object), verdicts: [{}] })).toBe(false);
  });

  it('writes what an upgrade changes as JSON that its published schema describes', () => {
    const { exitCode, stdout, stderr } = workshop.shell(
      'waymark check --istio-version 1.22 --istio-version 1.32 --json k8s',
    );
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    const report: unknown = JSON.parse(stdout);
    const validate = new Ajv2020({ strict: false }).compile(upgradeOutputJsonSchema());
    expect(validate(report) ? [] : validate.errors).toEqual([]);
    const { behaviours, verdictChanges, findingChanges, objectChanges } = upgradeSchema.parse(report);
    expect(verdictChanges.length).toBeGreaterThan(0);
    const known = behaviours.map(({ name }) => name);
    for (const { because } of [...verdictChanges, ...findingChanges, ...objectChanges]) {
      expect(because.length).toBeGreaterThan(0);
      expect(known).toEqual(expect.arrayContaining(because as string[]));
    }
    expect(validate({ ...(report as object), verdictChanges: [{}] })).toBe(false);
  });

  it('writes the same bytes whatever the order of the files', () => {
    const report = (paths: string) => workshop.shell(`cd k8s; waymark check -o json ${paths}`).stdout;
    const forwards = report('$(ls)');
    expect(forwards.length).toBeGreaterThan(1000);
    expect(report('$(ls -r)')).toBe(forwards);
  });

  it('fails on the severity that is asked for', () => {
    const exitCodes = ['error', 'warning', 'info', 'never'].map(
      (severity) => workshop.shell(`waymark check --fail-on ${severity} k8s`).exitCode,
    );
    expect(exitCodes).toEqual([1, 1, 1, 0]);
  });

  it('tells each finding with its object, its place and its reasons', () => {
    const { stdout } = workshop.shell('waymark check k8s');
    expect(stdout).toMatch(/^AuthorizationPolicy \S+\n {2}error http-/m);
    expect(stdout).toMatch(/^ {4}k8s\/\S+\.yaml:\d+/m);
    expect(stdout).toMatch(/^ {4}because\n {6}1\. /m);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('colours a terminal, and nothing else unless told to', () => {
    const escape = '\u001b[';
    const onTerminal = (environment = '') =>
      workshop.shell(`script -qec '${environment} TERM=xterm waymark check k8s' /dev/null`).stdout;
    expect(onTerminal()).toContain(escape + '1m');
    expect(onTerminal('NO_COLOR=1')).not.toContain(escape + '1m');
    expect(workshop.shell('waymark check k8s').stdout).not.toContain(escape);
    expect(workshop.shell('FORCE_COLOR=1 waymark check k8s').stdout).toContain(escape);
  });

  it('is quiet when the reader of its report has seen enough', () => {
    const { stdout, stderr } = workshop.shell('waymark check --all -o json k8s | head -c 100');
    expect(stdout).toHaveLength(100);
    expect(stderr).toBe('');
  });

  it('judges by the version that is given only when the manifests do not tell theirs', () => {
    const version = (line: string) => JSON.parse(workshop.shell(`waymark check -o json ${line}`).stdout) as object;
    expect(version('--istio-version 1.24 k8s')).toMatchObject({ istioVersionSource: 'SNAPSHOT' });
    expect(version('--istio-version 1.24.3 k8s/payments.yaml')).toMatchObject({
      istioVersion: '1.24.3',
      istioVersionSource: 'GIVEN',
    });
  });
});
