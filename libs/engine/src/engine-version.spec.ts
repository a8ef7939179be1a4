import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { ENGINE_VERSION } from './engine-version.js';

it('names the version of its package', () => {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  expect(ENGINE_VERSION).toBe(version);
});
