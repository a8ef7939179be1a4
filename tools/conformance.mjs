// Compares the engine with the answers of Istio's own code, scenario by scenario.
// Exit codes: 0 all equal, 1 a difference, 2 a file that cannot be read or a wrong flag.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { sections } from './conformance/catalogue.mjs';
import { compareSection } from './conformance/compare.mjs';
import { readVectors, UnreadableVectors } from './conformance/read-vectors.mjs';
import { subjectOf } from './conformance/subject.mjs';

const SHOWN = 5;
const USAGE = `Usage: npm run --silent conformance -- [--section NAME]… [--scenario ID] [--json FILE] FILE…
Sections: ${sections.map(({ name }) => name).join(', ')}`;

class WrongUsage extends Error {}

function readArguments() {
  const options = {
    section: { type: 'string', multiple: true },
    scenario: { type: 'string' },
    json: { type: 'string' },
    help: { type: 'boolean' },
  };
  let parsed;
  try {
    parsed = parseArgs({ options, allowPositionals: true });
  } catch (error) {
    throw new WrongUsage(error.message);
  }
  const { values, positionals } = parsed;
  const chosen = values.section === undefined ? sections : sections.filter(({ name }) => values.section.includes(name));
  const unknown = (values.section ?? []).find((name) => !sections.some((section) => section.name === name));
  if (unknown !== undefined) throw new WrongUsage(`There is no section ${unknown}.`);
  if (positionals.length === 0 && values.help !== true) throw new WrongUsage('Name at least one vector file.');
  return { ...values, files: positionals, chosen };
}

function measure({ files, chosen, scenario: only }) {
  const results = new Map(chosen.map(({ name }) => [name, { total: 0, differences: [] }]));
  let seen = 0;
  for (const file of files) {
    for (const scenario of readVectors(file)) {
      if (only !== undefined && scenario.id !== only) continue;
      seen += 1;
      const subject = subjectOf(scenario);
      for (const section of chosen) {
        if (!(section.applies?.(scenario) ?? scenario.expect !== undefined)) continue;
        const { total, differences } = compareSection(section, subject);
        const result = results.get(section.name);
        result.total += total;
        result.differences.push(...differences.map((difference) => ({ file, ...difference })));
      }
    }
  }
  if (only !== undefined && seen === 0) throw new WrongUsage(`No scenario ${only} in ${files.join(', ')}.`);
  return results;
}

function print(results) {
  for (const [name, { total, differences }] of results) console.log(`${name} ${total - differences.length}/${total}`);
  const all = [...results.values()].flatMap(({ differences }) => differences);
  for (const difference of all.slice(0, SHOWN)) console.log(JSON.stringify(difference, null, 2));
  if (all.length > SHOWN) console.log(`… and ${all.length - SHOWN} more; --json FILE writes them all.`);
  return all;
}

function main() {
  const given = readArguments();
  if (given.help) {
    console.log(USAGE);
    return 0;
  }
  const results = measure(given);
  const all = print(results);
  if (given.json !== undefined) {
    const summary = Object.fromEntries(
      [...results].map(([name, { total, differences }]) => [name, { total, equal: total - differences.length }]),
    );
    writeFileSync(given.json, `${JSON.stringify({ summary, differences: all }, null, 2)}\n`);
  }
  return all.length === 0 ? 0 : 1;
}

try {
  process.exitCode = main();
} catch (error) {
  if (!(error instanceof WrongUsage) && !(error instanceof UnreadableVectors)) throw error;
  console.error(error instanceof WrongUsage ? `${error.message}\n${USAGE}` : error.message);
  process.exitCode = 2;
}
