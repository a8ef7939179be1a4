// Reads the folders of the checks: used by the generator of docs/checks and by the engine's specs.
import { readdirSync, readFileSync } from 'node:fs';

const checks = new URL('../checks/', import.meta.url);

/** Every folder that holds a check. */
export const checkFolders = () =>
  readdirSync(checks, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();

/**
 * The files of a check's `cases` folder as [name without ending, text], by name.
 *
 * @param {string} checkId
 * @returns {[name: string, text: string][]}
 */
export function readCaseFiles(checkId) {
  const folder = new URL(`${checkId}/cases/`, checks);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => [file.replace(/\.yaml$/, ''), readFileSync(new URL(file, folder), 'utf8')]);
}
