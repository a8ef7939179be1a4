import { describe, expect, it } from '@jest/globals';
import { pathTemplateMatcher } from './path-template.js';
import { comparedPath } from './paths.js';
import { globMatcher, headerMatcher, hostMatcher, textMatcher } from './strings.js';
import { TrustDomains } from './trust-domains.js';

describe('the path that policies compare', () => {
  it.each([
    ['DEFAULT', '/a/../admin?x=/y#z', '/admin'],
    ['DEFAULT', '/%65xact', '/exact'],
    ['DEFAULT', '/../x', '/x'],
    ['DEFAULT', '/a/b/.', '/a/b/'],
    ['DEFAULT', '/..//admin', '//admin'],
    ['DEFAULT', '\\admin', '/admin'],
    ['DEFAULT', '/x%2f..%2fadmin', '/x%2f..%2fadmin'],
    ['MERGE_SLASHES', '//admin//x', '/admin/x'],
    ['MERGE_SLASHES', '//', '//'],
    ['DECODE_AND_MERGE_SLASHES', '/x%2f..%2fadmin', '/admin'],
    ['NONE', '/a/../%41', '/a/../%41'],
  ] as const)('with %s: %s is %s', (mode, written, compared) => {
    expect(comparedPath(written, mode)).toBe(compared);
  });

  it('is refused when it holds an encoded zero', () => {
    expect(comparedPath('/%00', 'DEFAULT')).toBeNull();
  });
});

describe('a path template', () => {
  it.each([
    ['/a/{*}/c', '/a/b/c', true],
    ['/a/{*}/c', '/a//c', false],
    ['/a/{*}', '/a/[b]', false],
    ['/files/{**}', '/files/', true],
    ['/files/{**}', '/files', false],
    ['/files/{**}', '/files/x/y', true],
    ['/files/{**}', '/files/x\\y', false],
    ['/{**}/c', '/a/b/c', true],
    ['/a{*}', '/ab', false],
  ])('%s and %s', (template, path, matches) => {
    expect(pathTemplateMatcher(template)(path)).toBe(matches);
  });
});

describe('a string of a policy', () => {
  it('matches exactly, by its beginning, by its end, or anything that is not empty', () => {
    expect(['ab', 'a*', '*b', '*', 'b'].map((value) => textMatcher(value)('ab'))).toEqual([
      true,
      true,
      true,
      true,
      false,
    ]);
    expect(textMatcher('*')('')).toBe(false);
  });

  it('that begins and ends with a star ends in a literal star', () => {
    expect(textMatcher('*a*')('xa*')).toBe(true);
    expect(textMatcher('*a*')('xay')).toBe(false);
  });

  it('as a header is present even when empty, and as a host has no case but a port', () => {
    expect(headerMatcher('*')('')).toBe(true);
    expect(hostMatcher('A.example')('a.EXAMPLE')).toBe(true);
    expect(hostMatcher('a.example')('a.example:80')).toBe(false);
  });

  it('as a namespace holds stars anywhere', () => {
    const matches = globMatcher('*/ns/t*b/*');
    expect(matches('spiffe://td/ns/team-b/sa/x')).toBe(true);
    expect(matches('spiffe://td/ns/team-c/sa/x')).toBe(false);
  });
});

describe('trust domains', () => {
  const domains = new TrustDomains({ trustDomain: 'td.example', trustDomainAliases: ['old.example'] });

  it.each([
    ['cluster.local/ns/a/sa/b', ['td.example/ns/a/sa/b', 'old.example/ns/a/sa/b']],
    ['old.example/ns/a/sa/b', ['td.example/ns/a/sa/b', 'old.example/ns/a/sa/b']],
    ['*ld.example/ns/a/sa/b', ['td.example/ns/a/sa/b', '*ld.example/ns/a/sa/b']],
    ['cluster.local/*', ['cluster.local/*']],
    ['*/ns/a/sa/b', ['*/ns/a/sa/b']],
    ['other/ns/a/sa/b', ['other/ns/a/sa/b']],
  ])('%s means %j', (value, expanded) => {
    expect(domains.principals([value])).toEqual(expanded);
  });

  it('of trustDomains expand by exact members only', () => {
    expect(domains.trustDomains(['old.example', 'cluster.local'])).toEqual([
      'td.example',
      'old.example',
      'cluster.local',
    ]);
  });
});
