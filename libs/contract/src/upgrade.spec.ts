import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { upgradeOutputJsonSchema } from './upgrade.js';

const published = new URL('../../../docs/schema/upgrade-output.schema.json', import.meta.url);

describe('the schema of the upgrade output', () => {
  it('is published as the contract says it (npm run generate writes it)', () => {
    expect(JSON.parse(readFileSync(published, 'utf8'))).toEqual(upgradeOutputJsonSchema());
  });

  it('demands a reason for every change', () => {
    expect(upgradeOutputJsonSchema()).toMatchObject({
      $defs: {
        VerdictChange: { required: expect.arrayContaining(['before', 'after', 'because']) },
        FindingChange: { required: expect.arrayContaining(['change', 'because']) },
        ObjectChange: { required: expect.arrayContaining(['change', 'because']) },
      },
    });
  });
});
