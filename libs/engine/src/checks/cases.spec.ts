import { describe, expect, it } from '@jest/globals';
import { readCaseFiles } from '../testing/read-check-cases.mjs';
import type { Finding } from '../analysis.js';
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

type Cluster = (checks: readonly Check[]) => readonly Finding[];

/** Reads and judges a case once, and freezes it, so that a check that writes into its input fails. */
function clusterOf({ name, text }: CheckCase, order: 'AS_WRITTEN' | 'REVERSED' = 'AS_WRITTEN'): Cluster {
  const read = readManifests([{ name: `${name}.yaml`, bytes: new TextEncoder().encode(text) }]);
  const { model, skipped } = buildModel(order === 'REVERSED' ? [...read.manifests].reverse() : read.manifests);
  expect([...read.skipped, ...skipped]).toEqual([]);
  read.manifests.forEach(({ body }) => deepFreeze(body));
  const verdicts = deepFreeze(judge(model));
  return (checks) => runChecks(model, verdicts, checks).findings;
}

/** What one check finds; one that asks about the findings of the others needs them beside it. */
const foundBy = (check: Check, cluster: Cluster): readonly Finding[] =>
  cluster(check.last === true ? catalogue : [check]).filter((finding) => finding.check === check.id);

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
    expect(places(foundBy(check, clusterOf(found)))).toEqual(found.expected);
  });

  it('reports the same for the objects in reverse order', () => {
    expect(foundBy(check, clusterOf(found, 'REVERSED'))).toEqual(foundBy(check, clusterOf(found)));
  });
});

describe('two clusters in one process', () => {
  it.each(catalogue)('$id carries nothing from one case into another', (check) => {
    const clusters = readCases(check.id).map((found) => clusterOf(found));
    const alone = clusters.map((cluster) => foundBy(check, cluster));
    for (const [first, earlier] of clusters.entries()) {
      for (const [second, later] of clusters.entries()) {
        expect([foundBy(check, earlier), foundBy(check, later)]).toEqual([alone[first], alone[second]]);
      }
    }
  });

  it('does not matter for all checks over all cases either', () => {
    const clusters = everyCase.map(({ case: found }) => clusterOf(found));
    const forwards = clusters.map((findings) => findings(catalogue));
    const backwards = [...clusters].reverse().map((findings) => findings(catalogue));
    expect(backwards.reverse()).toEqual(forwards);
  });
});
