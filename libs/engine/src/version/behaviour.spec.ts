import { describe, expect, it } from '@jest/globals';
import { behaviourOf, HISTORIES } from './behaviour.js';
import { behaviourChanges, withPartsOf } from './behaviour-changes.js';
import { compareVersions, isKnownRelease, ISTIO_RELEASES, NEWEST_ISTIO, releaseOf } from './istio-version.js';

describe('what a release does', () => {
  it.each([
    ['1.22', false],
    ['1.22.9', false],
    ['1.23', true],
    ['1.23.0-rc.1', true],
    ['1.32', true],
  ])('in %s: a waypoint checks allowedRoutes is %s', (version, checks) => {
    expect(behaviourOf(version).waypointChecksAllowedRoutes).toBe(checks);
  });

  it('compares releases by their numbers', () => {
    expect(compareVersions('1.9', '1.10')).toBeLessThan(0);
    expect(compareVersions('1.28', '1.28.0')).toBe(0);
    expect(compareVersions('1.28.2', '1.28.10')).toBeLessThan(0);
  });

  it('reads a release out of a tag', () => {
    expect(releaseOf('v1.28.2-distroless')).toBe('1.28.2');
    expect(releaseOf('latest')).toBe('latest');
  });

  it.each([
    ['1.22', true],
    ['1.30.2', true],
    ['v1.32.0-alpha.1', true],
    ['1.21.9', false],
    ['1.33', false],
    ['2.28', false],
    ['latest', false],
  ])('knows the release %s: %s', (version, known) => {
    expect(isKnownRelease(version)).toBe(known);
  });

  it('names every behaviour that two releases do not share, with its source', () => {
    expect(behaviourChanges('1.22.5', '1.22.4')).toEqual([]);
    expect(behaviourChanges('1.25', '1.26').map(({ name }) => name)).toContain('allowedRoutesOfBoundListener');
    expect(behaviourChanges('1.22', '1.23')).toContainEqual({
      name: 'waypointChecksAllowedRoutes',
      what: "a waypoint's listener decides which namespaces may attach (allowedRoutes)",
      source: 'semantics 8; ambient/waypoints.go makeAllowedRoutes',
      before: 'no',
      after: 'yes',
    });
  });

  it('becomes the other release when all that differs is taken from it', () => {
    const [from, to] = [behaviourOf('1.22'), behaviourOf(NEWEST_ISTIO)];
    const names = behaviourChanges('1.22', NEWEST_ISTIO).map(({ name }) => name);
    expect(withPartsOf(from, to, names)).toEqual(to);
    expect(withPartsOf(from, to, [])).toEqual(from);
  });

  it.each(Object.entries(HISTORIES))('%s is told oldest first, with a value for every release', (_, { lines }) => {
    const since = lines.map((line) => line.since);
    expect([...since].sort(compareVersions)).toEqual(since);
    expect(compareVersions(since[0] ?? '99', ISTIO_RELEASES[0] ?? '')).toBeLessThanOrEqual(0);
  });
});
