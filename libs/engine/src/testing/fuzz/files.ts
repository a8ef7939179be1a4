import type { InputFile } from '../../manifest/read.js';
import type { Choices } from './choices.js';
import type { Fields } from './objects.js';
import { toBlockYaml } from './block-yaml.js';

// Stands in Node and in browsers; the DOM's types would let in much more.
declare class TextEncoder {
  encode(text: string): Uint8Array;
}

export const STYLES = [
  'NDJSON',
  'JSON',
  'JSON_LIST',
  'YAML_BLOCK',
  'YAML_FLOW',
  'YAML_LIST',
  'YAML_REFERENCES',
] as const;

/** A document that nobody can read, beside those that one can; CUT and NOISE damage the text of the file itself. */
export const SPOILS = ['NONE', 'DUPLICATE_KEY', 'OPEN_BRACKET', 'ALIAS_BOMB', 'NO_OBJECT', 'CUT', 'NOISE'] as const;

/** How a file is written. */
export interface Page {
  readonly style: (typeof STYLES)[number];
  readonly spoil: (typeof SPOILS)[number];
  readonly crlf: boolean;
  readonly byteOrderMark: boolean;
}

export const PLAIN: Page = { style: 'NDJSON', spoil: 'NONE', crlf: false, byteOrderMark: false };

export const pageOf = (choices: Choices): Page => ({
  style: choices.of(STYLES),
  spoil: choices.percent(20) ? choices.of(SPOILS) : 'NONE',
  crlf: choices.percent(20),
  byteOrderMark: choices.percent(20),
});

/** The objects in turn on the pages, each page a file; and how many documents there are, if that can be known. */
export function filesOf(
  objects: readonly Fields[],
  pages: readonly Page[],
): { files: InputFile[]; documents: number | null } {
  const files = pages.map((page, index) =>
    fileOf(
      objects.filter((_, at) => at % pages.length === index),
      page,
      index,
    ),
  );
  const isKnown = pages.every(({ spoil }) => spoil !== 'CUT' && spoil !== 'NOISE');
  const spoiled = pages.filter(({ spoil }) => spoil in SPOILED).length;
  return { files, documents: isKnown ? objects.length + spoiled : null };
}

function fileOf(objects: readonly Fields[], { style, spoil, crlf, byteOrderMark }: Page, index: number): InputFile {
  const isJson = style === 'NDJSON' || style === 'JSON' || style === 'JSON_LIST';
  const documents = WRITERS[style](objects);
  const bad = SPOILED[spoil];
  // In the middle, so that what stands before and behind it must be read all the same.
  if (bad !== undefined) documents.splice(documents.length >> 1, 0, isJson ? bad.json : bad.yaml);
  let text = isJson ? documents.map((one) => `${one}\n`).join('') : documents.map((one) => `---\n${one}\n`).join('');
  if (spoil === 'CUT') text = text.slice(0, text.length * 0.6);
  if (spoil === 'NOISE')
    text = `${text.slice(0, text.length >> 1)}\u0000\t'"{[&*!|>%@\`:- ${text.slice(text.length >> 1)}`;
  if (crlf) text = text.replaceAll('\n', '\r\n');
  const name = `${index}.${isJson ? 'json' : 'yaml'}`;
  return { name, bytes: new TextEncoder().encode(byteOrderMark ? `\ufeff${text}` : text) };
}

const listOf = (items: readonly Fields[]): Fields => ({ apiVersion: 'v1', kind: 'List', items });

const WRITERS: Readonly<Record<Page['style'], (objects: readonly Fields[]) => string[]>> = {
  NDJSON: (objects) => objects.map((object) => JSON.stringify(object)),
  JSON: (objects) => objects.map((object) => JSON.stringify(object, null, 2)),
  JSON_LIST: (objects) => (objects.length === 0 ? [] : [JSON.stringify(listOf(objects), null, 1)]),
  YAML_BLOCK: (objects) => objects.map((object) => toBlockYaml(object)),
  YAML_FLOW: (objects) => objects.map((object) => `# flow\n${JSON.stringify(object)}`),
  YAML_LIST: (objects) => (objects.length === 0 ? [] : [`apiVersion: v1\nkind: List\nitems:${toBlockYaml(objects)}`]),
  YAML_REFERENCES: (objects) => objects.map(withReferences),
};

/** The same object, its metadata merged from a mapping, and its spec once more behind an alias. */
function withReferences(object: Fields): string {
  const { metadata, spec, ...rest } = object;
  const isMapping = typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata);
  return [
    ...Object.entries(rest).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`),
    ...(metadata === undefined
      ? []
      : [`metadata: ${isMapping ? '{ <<: ' : ''}${JSON.stringify(metadata)}${isMapping ? ' }' : ''}`]),
    ...(spec === undefined ? [] : [`spec: &spec ${JSON.stringify(spec)}`, 'x-copy: *spec']),
  ].join('\n');
}

const bomb = Array.from({ length: 30 }, (_, level) =>
  level === 0 ? 'a0: &a0 [x, x, x, x, x, x, x, x, x]' : `a${level}: &a${level} [${`*a${level - 1}, `.repeat(9)}x]`,
).join('\n');

/** A document of each kind of fault, as it is written in YAML and in JSON. */
const SPOILED: Readonly<Partial<Record<Page['spoil'], { readonly yaml: string; readonly json: string }>>> = {
  DUPLICATE_KEY: { yaml: 'kind: a\nkind: b', json: '{"kind":"a","kind":"b"}' },
  OPEN_BRACKET: { yaml: 'a: [', json: '{"a": [}' },
  ALIAS_BOMB: { yaml: bomb, json: '[1, 2]' },
  NO_OBJECT: { yaml: 'just text', json: '"just text"' },
};
