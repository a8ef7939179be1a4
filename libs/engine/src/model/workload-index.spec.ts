import { describe, expect, it } from '@jest/globals';
import { modelOf, pod } from '../testing/index.js';
import { selectWorkloads } from './workload-index.js';

const model = modelOf([
  pod('shop/a', { labels: { app: 'web', tier: 'front' } }),
  pod('shop/b', { labels: { app: 'web', tier: 'back' } }),
  pod('pay/c', { labels: { app: 'web', tier: 'front' } }),
]);
const names = (namespace: string | null, labels: Record<string, string>) =>
  selectWorkloads(model, namespace, labels).map(({ name }) => name);

describe('a label selector', () => {
  it('selects the workloads of one namespace that have all of its labels', () => {
    expect(names('shop', { app: 'web' })).toEqual(['a', 'b']);
    expect(names('shop', { app: 'web', tier: 'back' })).toEqual(['b']);
    expect(names('shop', { tier: 'front', app: 'web' })).toEqual(['a']);
  });

  it('selects in all namespaces when none is named', () => {
    expect(names(null, { tier: 'front' })).toEqual(['c', 'a']);
  });

  it('selects everything when it is empty, and nothing for labels that nobody has', () => {
    expect(names('shop', {})).toEqual(['a', 'b']);
    expect(names('shop', { app: 'web', tier: 'none' })).toEqual([]);
    expect(names('shop', { constructor: 'x' })).toEqual([]);
    expect(names('nowhere', { app: 'web' })).toEqual([]);
  });

  it('does not take two labels for one whose text reads the same', () => {
    const odd = modelOf([pod('shop/a', { labels: { x: 'y,z=w' } }), pod('shop/b', { labels: { x: 'y', z: 'w' } })]);
    expect(selectWorkloads(odd, 'shop', { x: 'y', z: 'w' }).map(({ name }) => name)).toEqual(['b']);
    expect(selectWorkloads(odd, 'shop', { x: 'y,z=w' }).map(({ name }) => name)).toEqual(['a']);
  });
});
