/** apimachinery pkg/util/validation IsDNS1123Label. */
export const isLabel = (text: string): boolean => text.length <= 63 && areLabels(text, false);

/** apimachinery pkg/util/validation IsDNS1123Subdomain. */
export const isSubdomain = (text: string): boolean => text.length <= 253 && areLabels(text, true);

const DOT = 46;
const HYPHEN = 45;

/** Lower-case letters, digits and hyphens, with no hyphen at either end; read by hand, as every object has a name. */
function areLabels(text: string, withDots: boolean): boolean {
  let before = DOT;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const isEnd = before === DOT || before === HYPHEN;
    if (code === DOT) {
      if (!withDots || isEnd) return false;
    } else if (code === HYPHEN) {
      if (before === DOT) return false;
    } else if (!isLowerOrDigit(code)) return false;
    before = code;
  }
  return before !== DOT && before !== HYPHEN;
}

const isLowerOrDigit = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
const isLetterOrDigit = (code: number): boolean => isLowerOrDigit(code) || (code >= 65 && code <= 90);

/** Letters, digits, hyphens, underscores and dots. */
function areNameCharacters(text: string, from: number): boolean {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (!isLetterOrDigit(code) && code !== DOT && code !== HYPHEN && code !== 95 /* _ */) return false;
  }
  return true;
}

/**
 * Keys of labels and annotations (IsQualifiedName). That a name must begin and end with a letter or digit is not asked:
 * no analysis reads a key such as `__proto__`, and refusing the object for it would hide what it does.
 */
export function isQualifiedName(text: string): boolean {
  const start = text.indexOf('/') + 1;
  const length = text.length - start;
  if (length === 0 || length > 63 || !areNameCharacters(text, start)) return false;
  return start === 0 || isSubdomain(text.slice(0, start - 1).toLowerCase());
}

/** apimachinery pkg/util/validation IsValidLabelValue. */
export const isLabelValue = (text: string): boolean =>
  text === '' ||
  (text.length <= 63 &&
    isLetterOrDigit(text.charCodeAt(0)) &&
    isLetterOrDigit(text.charCodeAt(text.length - 1)) &&
    areNameCharacters(text, 0));
