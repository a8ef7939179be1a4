/** One file of a check's `cases` folder: a small cluster with the expected findings written on their lines. */
export interface CheckCase {
  /** File name without its ending. */
  readonly name: string;
  readonly text: string;
  /** `# finding: …` comments; the finding is expected on the line that carries the comment. */
  readonly expected: readonly { readonly line: number; readonly message: string }[];
}

const MARK = /# finding: (.*)$/;

export function caseOf(name: string, text: string): CheckCase {
  const expected = text.split('\n').flatMap((content, index) => {
    const message = MARK.exec(content)?.[1];
    return message === undefined ? [] : [{ line: index + 1, message: message.trim() }];
  });
  return { name, text, expected };
}
