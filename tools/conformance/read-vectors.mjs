import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** A vector file that cannot be read: exit code 2. */
export class UnreadableVectors extends Error {}

/** Scenarios of one JSONL file, plain or gzipped. */
export function* readVectors(file) {
  const lines = textOf(file).split('\n');
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    yield scenarioFrom(line, `${file}:${index + 1}`);
  }
}

function textOf(file) {
  try {
    const bytes = readFileSync(file);
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return (isGzip ? gunzipSync(bytes) : bytes).toString('utf8');
  } catch (error) {
    throw new UnreadableVectors(`${file} cannot be read (${error.message}); name a JSONL file of vectors.`);
  }
}

function scenarioFrom(line, place) {
  let scenario;
  try {
    scenario = JSON.parse(line);
  } catch (error) {
    throw new UnreadableVectors(`${place} is not JSON (${error.message}).`);
  }
  if (typeof scenario?.id !== 'string' || !Array.isArray(scenario.objects)) {
    throw new UnreadableVectors(`${place} is no scenario: it needs an id and objects.`);
  }
  return scenario;
}
