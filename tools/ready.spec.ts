import { describe, expect, it } from '@jest/globals';
import { checkNodeVersion } from './ready.mjs';

describe('the Node version', () => {
  it.each(['20.19.0', '20.20.2', '22.0.0', '24.21.0'])('may be %s', (version) => {
    expect(() => checkNodeVersion(version)).not.toThrow();
  });

  it.each(['18.20.8', '20.18.3', '9.0.0'])('may not be %s', (version) => {
    expect(() => checkNodeVersion(version)).toThrow(`Waymark needs Node 20.19 or newer, and this is Node ${version}.`);
  });
});
