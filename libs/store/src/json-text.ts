// PostgreSQL's jsonb and text hold every string but two kinds: those with U+0000, and those with half a surrogate
// pair. JSON.stringify writes both as escapes, which are told from an escaped backslash by the backslashes before.
const UNSTORABLE = /(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/;
const EVERY_UNSTORABLE = new RegExp(UNSTORABLE.source, 'g');

/** JSON of what is shown to people (messages, file names, facts), with U+FFFD for what PostgreSQL cannot hold. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value);
  return text.includes('\\u') ? text.replace(EVERY_UNSTORABLE, '$1\\ufffd') : text;
}

/** The same for a text column. */
export function storableText(text: string): string {
  return JSON.parse(jsonText(text)) as string;
}

/** Whether PostgreSQL can hold a JSON text as it is. */
export function isStorable(json: string): boolean {
  return !json.includes('\\u') || !UNSTORABLE.test(json);
}
