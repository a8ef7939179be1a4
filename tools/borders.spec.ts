import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';

interface Sample {
  filePath: string;
  text: string;
}

/** The ids of the rules that each text breaks. */
function brokenRules(samples: Sample[]): string[][] {
  const out = execFileSync(process.execPath, [new URL('./lint-text.mjs', import.meta.url).pathname], {
    input: JSON.stringify(samples),
    encoding: 'utf8',
  });
  return JSON.parse(out) as string[][];
}

const forbidden: [filePath: string, text: string][] = [
  ['libs/engine/src/x.ts', "import { readFileSync } from 'node:fs'; export const x = readFileSync;"],
  ['libs/engine/src/x.ts', "import { readFileSync } from 'fs'; export const x = readFileSync;"],
  ['libs/engine/src/x.ts', "import { openDatabase } from '@waymark/store'; export const x = openDatabase;"],
  ['libs/engine/src/x.ts', "import { problem } from '@waymark/contract'; export const x = problem;"],
  ['libs/engine/src/x.ts', 'export const x = Date.now();'],
  ['libs/engine/src/x.ts', 'export const x = process.env;'],
  ['apps/dashboard/app/x.tsx', "import { analyze } from '@waymark/engine'; export const x = analyze;"],
  ['apps/dashboard/app/x.tsx', "import { openDatabase } from '@waymark/store'; export const x = openDatabase;"],
  ['apps/api/src/x.ts', "import { PrismaClient } from '@prisma/client'; export const x = PrismaClient;"],
  ['apps/api/src/x.ts', "import { x } from '../../../libs/store/src/generated/prisma/client.js'; export { x };"],
  ['libs/report/src/x.ts', "import { Prisma } from '@prisma/client'; export const x = Prisma;"],
  ['libs/store/src/x.ts', "import { Injectable } from '@nestjs/common'; @Injectable() export class X {}"],
  ['libs/contract/src/x.ts', "import { Injectable } from '@nestjs/common'; @Injectable() export class X {}"],
];

const allowed: [filePath: string, text: string][] = [
  ['libs/engine/src/x.ts', "import { load } from 'js-yaml'; export const x = load;"],
  ['libs/store/src/x.ts', "import { PrismaPg } from '@prisma/adapter-pg'; export const x = PrismaPg;"],
  ['apps/api/src/x.ts', "import { Injectable } from '@nestjs/common'; @Injectable() export class X {}"],
];

describe('the import rules of the house', () => {
  const all = [...forbidden, ...allowed].map(([filePath, text]) => ({ filePath, text }));
  const rules = brokenRules(all);

  it.each(forbidden.map(([filePath, text], index) => [filePath, text, index] as const))(
    '%s may not hold: %s',
    (_filePath, _text, index) => {
      expect(rules[index]).toEqual(expect.arrayContaining([expect.stringMatching(/no-restricted|module-boundaries/)]));
    },
  );

  it.each(allowed.map(([filePath, text], index) => [filePath, text, forbidden.length + index] as const))(
    '%s may hold: %s',
    (_filePath, _text, index) => {
      expect(rules[index]).toEqual([]);
    },
  );
});
