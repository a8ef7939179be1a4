import { once } from 'node:events';

/** Data goes to standard output, piece by piece, at the pace of its reader. */
export async function writeData(pieces: Iterable<string>): Promise<void> {
  let pending = '';
  for (const piece of pieces) {
    pending += piece;
    if (pending.length < 65_536) continue;
    if (!process.stdout.write(pending)) await once(process.stdout, 'drain');
    pending = '';
  }
  if (pending !== '') process.stdout.write(pending);
}

/** What a person should know, beside the data. */
export const writeNote = (text: string): void => void process.stderr.write(`${text}\n`);

/** A reader that has seen enough (`waymark check . | head`) is no fault: end without a word, with the result so far. */
export function endQuietlyOnClosedPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit();
      throw error;
    });
  }
}

const WIDEST_REPORT = 100;

/** Longest line of a report for people. */
export const reportWidth = (): number => Math.min(process.stdout.columns ?? WIDEST_REPORT, WIDEST_REPORT);

/** https://no-color.org, and FORCE_COLOR as Node itself reads it. */
export function wantsColour(stream: NodeJS.WriteStream, environment: NodeJS.ProcessEnv): boolean {
  if (environment.NO_COLOR !== undefined && environment.NO_COLOR !== '') return false;
  if (environment.FORCE_COLOR !== undefined) return environment.FORCE_COLOR !== '0';
  return stream.isTTY === true && environment.TERM !== 'dumb';
}

/** One line that is overwritten while work goes on; silent when standard error is no terminal. */
export class Progress {
  readonly #shown = process.stderr.isTTY === true;
  #last = 0;

  show(text: string): void {
    if (!this.#shown || Date.now() - this.#last < 80) return;
    this.#last = Date.now();
    process.stderr.write(`\r\u001b[K${text.slice(0, (process.stderr.columns ?? 80) - 1)}`);
  }

  clear(): void {
    if (this.#shown) process.stderr.write('\r\u001b[K');
  }
}
