// Control characters (terminal escapes, carriage returns), and the marks that turn the direction of text around.
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Text from a manifest, safe to show on a terminal: what could steer the terminal is written as its code point. */
export const printable = (text: string): string =>
  text.replace(UNSAFE, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
