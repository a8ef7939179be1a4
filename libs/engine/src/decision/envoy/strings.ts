/** A comparison of one string. */
export type TextMatcher = (text: string) => boolean;

/**
 * Istio security/authz/matcher/string.go StringMatcher: `*` any but the empty one, a leading or a trailing star, else
 * exact. A leading star is looked at first, so `*x*` ends in a literal star.
 */
export function textMatcher(value: string): TextMatcher {
  if (value === '*') return (text) => text !== '';
  return starMatcher(value);
}

/** Istio security/authz/matcher/header.go HeaderMatcher: `*` is the presence of the header, also of an empty one. */
export function headerMatcher(value: string): TextMatcher {
  if (value === '*') return () => true;
  return starMatcher(value);
}

/** Istio security/authz/matcher/header.go HostMatcher: like a header, in any case. */
export function hostMatcher(value: string): TextMatcher {
  const matches = headerMatcher(value.toLowerCase());
  return (text) => matches(text.toLowerCase());
}

function starMatcher(value: string): TextMatcher {
  if (value.startsWith('*')) {
    const suffix = value.slice(1);
    return (text) => text.endsWith(suffix);
  }
  if (value.endsWith('*')) {
    const prefix = value.slice(0, -1);
    return (text) => text.startsWith(prefix);
  }
  return (text) => text === value;
}

/** Stars anywhere, each for any run of characters; linear in the text for each star. */
export function globMatcher(pattern: string): TextMatcher {
  const pieces = pattern.split('*');
  const first = pieces[0] ?? '';
  const last = pieces.at(-1) ?? '';
  if (pieces.length === 1) return (text) => text === pattern;
  const middle = pieces.slice(1, -1);
  return (text) => {
    if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
    let from = first.length;
    for (const piece of middle) {
      const at = text.indexOf(piece, from);
      if (at < 0) return false;
      from = at + piece.length;
    }
    return from <= text.length - last.length;
  };
}
