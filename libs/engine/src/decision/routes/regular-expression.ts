import { RE2JS } from 're2js';
import type { TextMatcher } from '../envoy/strings.js';

/** A regular expression of a user, run by RE2 as Envoy does: its time grows straight with the text. */
export interface RegularExpression {
  /** The whole text, as Envoy's SafeRegex wants it (common/common/regex.h CompiledGoogleReMatcher::match). */
  readonly matches: TextMatcher;
  /** Every match, with `\1` for a group (CompiledGoogleReMatcher::replaceAll). */
  replaceAll(text: string, substitution: string): string;
}

/** null: RE2 cannot read it. */
export function regularExpression(pattern: string): RegularExpression | null {
  const compiled = compile(pattern);
  return (
    compiled && {
      matches: (text) => compiled.matches(text),
      replaceAll: (text, substitution) =>
        compiled.matcher(text).replaceAll((...found: unknown[]) => substituted(substitution, found)),
    }
  );
}

function compile(pattern: string): RE2JS | null {
  try {
    return RE2JS.compile(pattern);
  } catch {
    return null;
  }
}

const substituted = (substitution: string, found: readonly unknown[]): string =>
  substitution.replace(/\\(\d|\\)/g, (_, group: string) =>
    group === '\\' ? '\\' : String(found[Number(group)] ?? ''),
  );
