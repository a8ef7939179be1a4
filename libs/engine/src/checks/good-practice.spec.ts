import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { analyze } from '../analyze.js';
import { readManifests } from '../manifest/read.js';

const folder = new URL('../testing/good-practice/', import.meta.url);
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .sort();
const analysisOf = (name: string) => analyze(readManifests([{ name, bytes: readFileSync(new URL(name, folder)) }]));

describe('what good engineers write', () => {
  it.each(files)('%s gives no error and no warning', (name) => {
    const { findings, skipped } = analysisOf(name);
    expect(skipped).toEqual([]);
    expect(findings.filter(({ severity }) => severity !== 'info').map(({ message }) => message)).toEqual([]);
  });

  it('is listed with its situation, each once', () => {
    const listed = [...readFileSync(new URL('README.md', folder), 'utf8').matchAll(/^\| `([^`]+\.yaml)` \| \S/gm)];
    expect(listed.map(([, name]) => name).sort()).toEqual(files);
  });

  it('covers ambient mode, sidecars and both together', () => {
    expect(files.length).toBeGreaterThanOrEqual(60);
    const summaries = files.map((name) => analysisOf(name).namespaces.map(({ mode }) => mode));
    for (const mode of ['AMBIENT', 'SIDECAR']) {
      expect(summaries.filter((modes) => modes.some((one) => one === mode)).length).toBeGreaterThanOrEqual(30);
    }
    expect(summaries.filter((modes) => modes.includes('AMBIENT') && modes.includes('SIDECAR')).length).toBeGreaterThan(
      1,
    );
  });
});
