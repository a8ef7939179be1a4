import { describe, expect, it } from '@jest/globals';
import { behaviourOf } from './behaviour.js';
import { compareVersions, releaseOf } from './istio-version.js';

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
});
