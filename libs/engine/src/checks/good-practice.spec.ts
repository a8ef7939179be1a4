import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { analyze } from '../analyze.js';
import { readManifests } from '../manifest/read.js';

const folder = new URL('../testing/good-practice/', import.meta.url);

describe('what good engineers write', () => {
  it.each(readdirSync(folder))('%s gives no error and no warning', (name) => {
    const { findings, skipped } = analyze(readManifests([{ name, bytes: readFileSync(new URL(name, folder)) }]));
    expect(skipped).toEqual([]);
    expect(findings.filter(({ severity }) => severity !== 'info').map(({ message }) => message)).toEqual([]);
  });
});
