import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readManifests } from '../manifest/read.js';
import { buildModel } from '../model/build.js';
import { caseOf } from '../testing/check-cases.js';
import { checkFolders, readCaseFiles } from '../testing/read-check-cases.mjs';
import { judge } from '../verdict/judge.js';
import { runChecks } from './run-checks.js';

const read = (name: string, text: string) => readManifests([{ name, bytes: new TextEncoder().encode(text) }]);

/** The objects of every case of every check, one list for each case. */
const clusters: unknown[][] = checkFolders().flatMap((id: string) =>
  readCaseFiles(id).map(([name, text]: [string, string]) =>
    read(`${name}.yaml`, caseOf(name, text).text).manifests.map(({ body }) => body),
  ),
);

const hostileValue = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1e308,
    '',
    ' ',
    'constructor',
    '__proto__',
    '\u0000',
    [],
    {},
    [[]],
    [null],
    [{}],
  ),
  fc.string(),
  fc.array(fc.oneof(fc.string(), fc.integer(), fc.constant(null)), { maxLength: 3 }),
  fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer()), { maxKeys: 3 }),
);

type Place = readonly (string | number)[];

/** Every place of a value inside an object, apart from what makes it an object of its kind. */
function placesIn(value: unknown, at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [at];
  const keys = Array.isArray(value) ? value.keys() : Object.keys(value);
  const inner = [...keys].flatMap((key) => placesIn((value as Record<string | number, unknown>)[key], [...at, key]));
  return at.length === 0 ? inner.filter(([first]) => first !== 'apiVersion' && first !== 'kind') : [at, ...inner];
}

function replaced(value: unknown, [key, ...rest]: Place, by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.map((item, index) => (index === key ? replaced(item, rest, by) : item));
  return { ...(value as object), [key]: replaced((value as Record<string, unknown>)[key], rest, by) };
}

const mutation = fc.record({ cluster: fc.nat(), object: fc.nat(), place: fc.nat(), value: hostileValue });

it('no field of a wrong type makes a check fail', () => {
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), ([first, ...more]) => {
      const objects = [...(clusters[(first?.cluster ?? 0) % clusters.length] ?? [])];
      for (const { object, place, value } of first === undefined ? [] : [first, ...more]) {
        const chosen = object % objects.length;
        const places = placesIn(objects[chosen]);
        objects[chosen] = replaced(objects[chosen], places[place % places.length] ?? [], value);
      }
      const { manifests } = read('cluster.ndjson', objects.map((object) => JSON.stringify(object)).join('\n'));
      const { model } = buildModel(manifests);
      for (const finding of runChecks(model, judge(model)).findings) {
        expect(finding.message).not.toMatch(/undefined|\[object/);
      }
    }),
    { seed: 20261124, numRuns: 1500 },
  );
});
