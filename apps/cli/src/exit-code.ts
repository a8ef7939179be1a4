/** What the caller of the program can tell from its exit code. */
export const EXIT = {
  PASS: 0,
  /** Findings at or above `--fail-on`. */
  FINDINGS: 1,
  /** A wrong argument, or input that could not be read at all. */
  USAGE: 2,
  /** The work was done, but not on everything: a part of the input is broken, or the analysis failed. */
  INCOMPLETE: 3,
  /** The server did not answer, or refused the token. */
  NETWORK: 4,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Something that the person who typed the command can mend; `message` says how. */
export class CommandError extends Error {
  constructor(
    readonly exitCode: ExitCode,
    message: string,
  ) {
    super(message);
  }
}

export const usageError = (message: string) => new CommandError(EXIT.USAGE, message);
