import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { builtInSchemas } from './index.mjs';

const generated = new URL('../../libs/engine/src/validity/generated/schemas.ts', import.meta.url);

describe('the schemas that the engine brings', () => {
  it('are those of the installed packages: `npm run generate -- libs/engine/src/validity/generated`', () => {
    expect(readFileSync(generated, 'utf8')).toBe(builtInSchemas());
  });
});
