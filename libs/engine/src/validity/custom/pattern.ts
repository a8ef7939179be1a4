import { RE2JS } from 're2js';

const LONGEST = 4096;
/** No object of a cluster can hold a longer one (etcd takes 1.5 MiB for a whole object). */
const LONGEST_TEXT = 100_000;

/**
 * A regular expression of a CustomResourceDefinition, run by RE2 as Go runs it: its time grows straight with the text.
 *
 * @returns a test that finds the pattern anywhere in a text; null when RE2 cannot read it
 */
export function patternTest(pattern: string): ((text: string) => boolean) | null {
  if (pattern.length > LONGEST) return null;
  try {
    const compiled = RE2JS.compile(pattern);
    return (text) => text.length <= LONGEST_TEXT && compiled.matcher(text).find();
  } catch {
    return null;
  }
}
