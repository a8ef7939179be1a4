import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkCluster, filesOf, fuzzedCluster, Reached } from './index.js';
import { smaller } from './smaller.js';

const SEED = 20261124;

describe('hostile input', () => {
  it('never makes the engine crash, lose an object, or answer otherwise than before', () => {
    const reached = new Reached(20);
    let objects = 0;
    const property = fc.property(fuzzedCluster(), (cluster) => {
      objects += cluster.objects.length;
      checkCluster(cluster, reached);
    });
    fc.assert(property, { seed: SEED, numRuns: 330 });
    expect(objects).toBeGreaterThanOrEqual(5_000);
    expect(reached.kinds).toBeGreaterThan(20);
    expect(reached.fieldsOfSeveralTypes).toBeGreaterThan(20);
  });

  it('is made the same by the same seed', () => {
    const bytesOf = () =>
      fc.sample(fuzzedCluster(), { seed: 1, numRuns: 5 }).map(({ objects, pages }) => filesOf(objects, pages));
    expect(bytesOf()).toEqual(bytesOf());
  });

  it('shrinks to what matters', () => {
    const isFault = (value: unknown): boolean => JSON.stringify(value).includes('"bad"');
    let least: unknown = [{ a: { b: [1, { c: 'bad', d: 2 }] } }, { e: 'x' }];
    for (let less: unknown = least; less !== undefined;) {
      least = less;
      less = [...smaller(least)].find(isFault);
    }
    expect(JSON.stringify(least)).toMatch(/^(\[\{"a":\{"b":\[\{"c":)?"bad"/);
  });
});
