/** One object on each line. */
export const toNdjson = (objects) => joined(objects, (object) => `${JSON.stringify(object)}\n`);

/** One document for each object, in the block style of `kubectl get -o yaml`. */
export const toYaml = (objects) => joined(objects, (object) => `---\n${block(object, '')}`);

/** Bytes, because the text of a large cluster is longer than a string may be. */
function joined(objects, write) {
  const parts = [];
  let pending = '';
  for (const object of objects) {
    pending += write(object);
    if (pending.length > 1 << 20) {
      parts.push(Buffer.from(pending));
      pending = '';
    }
  }
  return Buffer.concat([...parts, Buffer.from(pending)]);
}

function block(object, indent) {
  let text = '';
  for (const [key, value] of Object.entries(object)) text += `${indent}${scalar(key)}:${field(value, indent)}`;
  return text;
}

/** What follows the colon; lists stand at the indent of their key. */
function field(value, indent) {
  if (typeof value !== 'object' || value === null) return ` ${scalar(value, indent)}\n`;
  if (Array.isArray(value))
    return value.length === 0 ? ' []\n' : `\n${value.map((item) => listItem(item, indent)).join('')}`;
  return Object.keys(value).length === 0 ? ' {}\n' : `\n${block(value, `${indent}  `)}`;
}

function listItem(item, indent) {
  if (typeof item !== 'object' || item === null) return `${indent}- ${scalar(item, indent)}\n`;
  return `${indent}- ${block(item, `${indent}  `).slice(indent.length + 2)}`;
}

const PLAIN = /^[A-Za-z/][-\w./@ ]*(:[-\w./@]+)*$/;
const AMBIGUOUS = /^(y|n|yes|no|on|off|true|false|null)$/i;

function scalar(value, indent = '') {
  if (typeof value !== 'string') return String(value);
  if (value.endsWith('\n')) return `|\n${value.trimEnd().replace(/^/gm, `${indent}  `)}`;
  return PLAIN.test(value) && !AMBIGUOUS.test(value) && !value.endsWith(' ') ? value : JSON.stringify(value);
}
