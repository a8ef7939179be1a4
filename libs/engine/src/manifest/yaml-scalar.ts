// Plain scalars as Kubernetes decodes them. kubectl, the API server and every controller read YAML through
// sigs.k8s.io/yaml, which is go-yaml v2: YAML 1.1, and neither its specification nor YAML 1.2.
// Source: kubernetes-sigs/yaml goyaml.v2/resolve.go `resolve`; goyaml.v2/decode.go `scalar` (timestamps stay text).

export type Scalar = string | number | boolean | null;

const WORDS: ReadonlyMap<string, Scalar> = new Map<string, Scalar>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, NaN] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, Infinity] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, -Infinity] as const),
]);
const LONGEST_WORD = 5;

const INTEGER = /^([+-]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;
const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;

// The first character tells what a scalar can be at most (go-yaml's resolveTable), so that most text is decided by it.
const MAYBE_WORD = 1;
const MAYBE_NUMBER = 2;
const HINTS = new Uint8Array(128);
for (const letter of 'yYnNtTfFoO~') HINTS[letter.charCodeAt(0)] = MAYBE_WORD;
for (const letter of '+-.0123456789') HINTS[letter.charCodeAt(0)] = MAYBE_NUMBER;

/** What a plain (unquoted, untagged) scalar means. Numbers beyond 2^53 lose digits, as they do in JSON. */
export function resolvePlainScalar(text: string): Scalar {
  if (text === '') return null;
  const hint = HINTS[text.charCodeAt(0)];
  if (!hint) return text;
  if (text.length <= LONGEST_WORD) {
    const word = WORDS.get(text);
    if (word !== undefined) return word;
  }
  return hint === MAYBE_NUMBER ? (parseNumber(text) ?? text) : text;
}

/** A number as Go's `strconv.ParseInt(text, 0, 64)` and go-yaml's float pattern read it, or undefined. */
export function parseNumber(text: string): number | undefined {
  const plain = text.includes('_') && !text.startsWith('.') ? text.replaceAll('_', '') : text;
  const integer = INTEGER.exec(plain);
  if (integer !== null) {
    const [, sign, hexadecimal, binary, octal, decimal] = integer;
    const size =
      hexadecimal !== undefined
        ? parseInt(hexadecimal, 16)
        : binary !== undefined
          ? parseInt(binary, 2)
          : octal !== undefined
            ? parseInt(octal, 8)
            : Number(decimal);
    return sign === '-' && size !== 0 ? -size : size;
  }
  if (!FLOAT.test(plain)) return undefined;
  const value = Number(plain);
  return Number.isFinite(value) ? value : undefined;
}
