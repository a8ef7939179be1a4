import { describe, expect, it } from '@jest/globals';
import { formatInstant, formatSpan } from './instant';

const now = new Date('2026-11-24T14:00:00Z');

describe('instants', () => {
  it('are told in the zone of the viewer', () => {
    expect(formatInstant('2026-11-24T13:02:10.123Z', 'both', 'UTC', now)).toBe('24 Nov, 13:02');
    expect(formatInstant('2026-11-24T13:02:10.123Z', 'both', 'Asia/Kolkata', now)).toBe('24 Nov, 18:32');
    expect(formatInstant('2026-11-24T23:30:00Z', 'date', 'Europe/Berlin', now)).toBe('25 Nov 2026');
  });

  it('name the year where it is not the present one', () => {
    expect(formatInstant('2025-03-01T08:00:00Z', 'both', 'UTC', now)).toBe('1 Mar 2025, 08:00');
  });
});

describe('the span of the data', () => {
  it('is two times of the day when all of it is of today', () => {
    expect(formatSpan('2026-11-24T13:02:00Z', '2026-11-24T13:31:00Z', 'UTC', now)).toEqual(['13:02', '13:31']);
  });

  it('names the days when they differ, or are not today', () => {
    expect(formatSpan('2026-11-22T13:02:00Z', '2026-11-24T13:31:00Z', 'UTC', now)).toEqual([
      '22 Nov, 13:02',
      '24 Nov, 13:31',
    ]);
    expect(formatSpan('2026-11-22T13:02:00Z', '2026-11-22T13:31:00Z', 'UTC', now)).toEqual(['22 Nov, 13:02', '13:31']);
  });

  it('asks the viewer’s zone what today is', () => {
    const lateInUtc = new Date('2026-11-24T23:45:00Z'); // 00:45 of the next day in Berlin
    const span = formatSpan('2026-11-24T23:10:00Z', '2026-11-24T23:30:00Z', 'Europe/Berlin', lateInUtc);
    expect(span).toEqual(['00:10', '00:30']);
  });
});
