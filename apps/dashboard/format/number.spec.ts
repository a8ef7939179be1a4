import { describe, expect, it } from '@jest/globals';
import { counted, formatNumber, formatShare } from './number';

describe('numbers', () => {
  it('are grouped', () => expect(formatNumber(1234567)).toBe('1,234,567'));

  it('agree with their noun', () => {
    expect(counted(1, 'policy', 'policies')).toBe('1 policy');
    expect(counted(0, 'policy', 'policies')).toBe('0 policies');
    expect(counted(12345, 'cluster')).toBe('12,345 clusters');
  });

  it('as shares never round the last failing verdict away', () => {
    expect(formatShare(1, 1000)).toBe('<1 %');
    expect(formatShare(999, 1000)).toBe('>99 %');
    expect(formatShare(1000, 1000)).toBe('100 %');
    expect(formatShare(0, 0)).toBe('0 %');
  });
});
