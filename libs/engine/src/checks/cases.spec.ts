import { describe, expect, it } from '@jest/globals';
import { readCaseFiles } from '../../../../tools/check-cases.mjs';
import type { Finding } from '../analysis.js';
import type { Manifest } from '../manifest/manifest.js';
import { readManifests } from '../manifest/read.js';
import { buildModel } from '../model/build.js';
import { caseOf, type CheckCase } from '../testing/check-cases.js';
import { judge } from '../verdict/judge.js';
import { catalogue } from './catalogue.js';
import type { Check } from './define-check.js';
import { runChecks } from './run-checks.js';

const readCases = (id: string): CheckCase[] =>
  readCaseFiles(id).map(([name, text]: [string, string]) => caseOf(name, text));
const everyCase = catalogue.flatMap((check) => readCases(check.id).map((found) => ({ check, case: found })));

function manifestsOf({ name, text }: CheckCase): readonly Manifest[] {
  const { manifests, skipped } = readManifests([{ name: `${name}.yaml`, bytes: new TextEncoder().encode(text) }]);
  expect(skipped).toEqual([]);
  return manifests;
}

/** Reads the case anew and freezes what the check gets, so that a check that writes into its input fails. */
function findingsOf(checks: readonly Check[], found: CheckCase, reversed = false): Finding[] {
  const manifests = manifestsOf(found);
  const { model, skipped } = buildModel(reversed ? [...manifests].reverse() : manifests);
  expect(skipped).toEqual([]);
  manifests.forEach(({ body }) => deepFreeze(body));
  return runChecks(model, deepFreeze(judge(model)), checks);
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}

const places = (findings: readonly Finding[]) =>
  findings
    .map(({ line, message }) => ({ line, message }))
    .sort((a, b) => a.line - b.line || (a.message < b.message ? -1 : 1));

describe.each(everyCase)('$check.id, $case.name', ({ check, case: found }) => {
  it('reports what its comments say, where they say it', () => {
    expect(places(findingsOf([check], found))).toEqual(found.expected);
  });

  it('reports the same for the objects in reverse order', () => {
    expect(findingsOf([check], found, true)).toEqual(findingsOf([check], found));
  });
});

describe('two clusters in one process', () => {
  it.each(catalogue)('$id does not carry anything from one case into another', (check) => {
    const cases = readCases(check.id);
    const alone = cases.map((found) => findingsOf([check], found));
    for (const [first, earlier] of cases.entries()) {
      for (const [second, later] of cases.entries()) {
        expect(findingsOf([check], earlier)).toEqual(alone[first]);
        expect(findingsOf([check], later)).toEqual(alone[second]);
      }
    }
  });
});
