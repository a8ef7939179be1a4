import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';

const folder = fileURLToPath(new URL('.', import.meta.url));

const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
  (path) => path.endsWith('.ts') && !path.endsWith('.spec.ts') && !path.startsWith('testing/'),
);

/** Ways to make code, or an expression that backtracks, out of a text; literals such as `/a/` are not among them. */
const DANGEROUS = /\b(?:RegExp|eval|Function)\(|\bimport\(|\.(?:match|matchAll|search)\((?!['"`/])/g;

/** Why each of these does not touch a text of the input. */
const HARMLESS: Readonly<Record<string, string>> = {
  'validity/kind-checks.ts: RegExp(': 'the patterns of the schemas that the engine itself brings',
  'model/workload-index.ts: .match(': 'a method of its own that compares labels',
  'decision/address-block.ts: .match(': 'ipaddr.js compares an address with a block',
};

it('makes neither code nor backtracking expressions of what it reads', () => {
  expect(sources.length).toBeGreaterThan(100);
  const found = sources.flatMap((path) =>
    [...readFileSync(folder + path, 'utf8').matchAll(DANGEROUS)].map(([use]) => `${path}: ${use}`),
  );
  expect([...new Set(found)].sort()).toEqual(Object.keys(HARMLESS).sort());
});

it.each(['new RegExp(text)', 'eval(text)', 'new Function(text)', 'import(path)', 'text.match(pattern)'])(
  'would see %s',
  (code) => expect(code.match(DANGEROUS)).not.toBeNull(),
);
