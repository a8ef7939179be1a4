import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { checkFolders, readCaseFiles } from '../testing/read-check-cases.mjs';
import { caseOf } from '../testing/check-cases.js';
import { checkDocs } from '../testing/check-docs.js';
import { catalogue } from './catalogue.js';

const readCases = (id: string) => readCaseFiles(id).map(([name, text]: [string, string]) => caseOf(name, text));
const docs = fileURLToPath(new URL('../../../../docs/checks/', import.meta.url));

describe('the catalogue of checks', () => {
  it('lists every folder, under its own name, in order', () => {
    expect(catalogue.map(({ id }) => id)).toEqual(checkFolders());
  });

  it.each(catalogue)('$id has a case that fires and one that stays silent', ({ id }) => {
    const cases = readCases(id);
    expect(cases.filter(({ expected }) => expected.length > 0)).not.toEqual([]);
    expect(cases.filter(({ expected }) => expected.length === 0)).not.toEqual([]);
  });

  it.each(catalogue)('$id says what is wrong, why it matters, what to do and where Istio does it', (check) => {
    for (const text of [check.title, check.why, check.fix, check.source]) expect(text.length).toBeGreaterThan(20);
  });

  it('has its pages in docs/checks, as `npm run generate` writes them', () => {
    for (const [page, text] of checkDocs(catalogue, readCases)) {
      expect({ page, text: readFileSync(docs + page, 'utf8') }).toEqual({ page, text });
    }
  });
});
