import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { checkOutputJsonSchema } from './check-output-schema.js';

const published = new URL('../../../docs/schema/check-output.schema.json', import.meta.url);

describe('the schema of the check output', () => {
  it('is published as the contract says it (npm run generate writes it)', () => {
    expect(JSON.parse(readFileSync(published, 'utf8'))).toEqual(checkOutputJsonSchema());
  });

  it('demands verdicts, findings and what was skipped', () => {
    expect(checkOutputJsonSchema()).toMatchObject({
      required: expect.arrayContaining(['schemaVersion', 'verdicts', 'findings', 'skipped', 'summary']),
    });
  });
});
