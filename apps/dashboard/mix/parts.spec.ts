import { describe, expect, it } from '@jest/globals';
import { partsByEnforcer, partsByFamily, stretchesOf } from './parts';

describe('the parts of a mix', () => {
  it('add the effects of a family up, most harmful first, without empty ones', () => {
    const parts = partsByFamily([
      { effect: 'AS_WRITTEN', count: 40 },
      { effect: 'ALLOW_DENIES_ALL', count: 2 },
      { effect: 'ALLOW_RULES_DROPPED', count: 3 },
      { effect: 'DENY_NO_EFFECT', count: 1 },
      { effect: 'NOT_ATTACHED', count: 0 },
    ]);
    expect(parts.map(({ key, count }) => [key, count])).toEqual([
      ['no-effect', 1],
      ['stricter', 5],
      ['as-written', 40],
    ]);
  });

  it('keep the order of the legend for enforcers', () => {
    const parts = partsByEnforcer([
      { type: 'NOBODY', count: 1 },
      { type: 'ZTUNNEL', count: 2 },
    ]);
    expect(parts.map(({ key }) => key)).toEqual(['ZTUNNEL', 'NOBODY']);
  });
});

describe('the stretches of a bar', () => {
  const part = (key: string, count: number) => ({ key, label: key, count });

  it('are as wide as their share', () => {
    expect(stretchesOf([part('a', 1), part('b', 3)], 100, 4)).toMatchObject([
      { x: 0, width: 25 },
      { x: 25, width: 75 },
    ]);
  });

  it('show one failing verdict among ten thousand, and still fill the bar', () => {
    const stretches = stretchesOf([part('failing', 1), part('fine', 9999)], 100, 4);
    expect(stretches).toMatchObject([
      { x: 0, width: 4 },
      { x: 4, width: 96 },
    ]);
  });

  it('fill the bar when every part is small', () => {
    const many = Array.from({ length: 40 }, (_, index) => part(String(index), 1));
    const last = stretchesOf(many, 100, 4).at(-1);
    expect((last?.x ?? 0) + (last?.width ?? 0)).toBeCloseTo(100);
  });
});
