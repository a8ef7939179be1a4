import { Document, visit } from 'yaml';
import { commentOf } from './objects.mjs';

const drop = (value) => JSON.parse(JSON.stringify(value)); // leaves undefined fields out

/** One object as the text of a YAML document, with its note above it and port lists on one line each. */
function documentText(object) {
  const document = new Document(drop(object), { aliasDuplicateObjects: false });
  visit(document, {
    Map(_key, node) {
      if (isFlat(node)) node.flow = true;
    },
    Seq(_key, node) {
      if (isShortList(node)) node.flow = true;
    },
  });
  const comment = commentOf(object);
  const text = document.toString({ lineWidth: 110, singleQuote: true }).replaceAll(/: \[ (.*) \]$/gm, ': [$1]');
  return (comment ? `# ${comment}\n` : '') + text;
}

// Small maps that people keep on one line: a port, a backend, a target.
const FLAT = [
  ['name', 'port', 'targetPort', 'appProtocol'],
  ['name', 'containerPort'],
  ['name', 'port', 'weight'],
  ['group', 'kind', 'name', 'port'],
  ['name', 'namespace', 'sectionName'],
];
const isFlat = (map) => {
  const keys = map.items.map(({ key }) => String(key.value ?? key));
  return keys.length > 1 && FLAT.some((allowed) => keys.every((key) => allowed.includes(key)));
};

const isShortList = (list) =>
  list.items.every((item) => item.value !== undefined) && list.items.map(({ value }) => value).join(', ').length < 60;

/** The text of one team's file. */
export const fileText = (heading, objects) => `# ${heading}\n` + objects.map(documentText).join('---\n');
