import { describe, expect, it } from '@jest/globals';
import { startingNamespace } from './starting-namespace';

const namespace = (name: string, part = {}) => ({ name, mode: 'NONE', workloads: 1, services: 1, ...part });

describe('the namespace shown before one is chosen', () => {
  it('has a waypoint, if any has', () => {
    const namespaces = [
      namespace('kube-system', { workloads: 90 }),
      namespace('ambient', { mode: 'AMBIENT', workloads: 9 }),
      namespace('shop', { mode: 'AMBIENT', waypoint: 'shop/waypoint' }),
    ];
    expect(startingNamespace(namespaces)).toBe('shop');
    expect(startingNamespace(namespaces.slice(0, 2))).toBe('ambient');
    expect(startingNamespace(namespaces.slice(0, 1))).toBe('kube-system');
  });

  it('is the largest of its sort', () => {
    expect(startingNamespace([namespace('small'), namespace('large', { services: 5 })])).toBe('large');
  });

  it('is none in an empty cluster', () => {
    expect(startingNamespace([])).toBeUndefined();
  });
});
