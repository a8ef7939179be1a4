import { describe, expect, it } from '@jest/globals';
import { all, hrefOf, one, oneOf } from './search-params';

describe('reading the parameters of an address', () => {
  it('takes the last of a repeated parameter where one is wanted', () => {
    expect(one({ name: ['a', 'b'] }, 'name')).toBe('b');
    expect(all({ name: ['a', 'b'] }, 'name')).toEqual(['a', 'b']);
  });

  it('counts empty and blank values as absent', () => {
    expect(one({ name: '' }, 'name')).toBeUndefined();
    expect(one({ name: '  ' }, 'name')).toBeUndefined();
    expect(one({}, 'name')).toBeUndefined();
  });

  it('knows the values of a closed list in either case, and ignores any other', () => {
    expect(oneOf({ severity: 'error' }, 'severity', ['ERROR', 'INFO'])).toBe('ERROR');
    expect(oneOf({ severity: 'fatal' }, 'severity', ['ERROR', 'INFO'])).toBeUndefined();
  });
});

describe('writing an address', () => {
  it('leaves empty parameters out, so that one state has one address', () => {
    expect(hrefOf('/findings', { name: '', kind: undefined, check: null })).toBe('/findings');
    expect(hrefOf('/findings', { severity: 'ERROR', name: '' })).toBe('/findings?severity=ERROR');
  });

  it('escapes what users wrote', () => {
    expect(hrefOf('/policies', { name: 'a&b=c#<d>' })).toBe('/policies?name=a%26b%3Dc%23%3Cd%3E');
  });

  it('repeats a parameter with several values, in their order', () => {
    expect(hrefOf('/findings', { after: ['c1', 'c2'], page: 3 })).toBe('/findings?after=c1&after=c2&page=3');
  });
});
