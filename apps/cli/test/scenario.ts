import { readFileSync } from 'node:fs';
import type { Ended } from './waymark.js';

export interface Step {
  readonly line: string;
  readonly exitCode: number;
  /** Parts of standard output, in this order; none: it is empty. */
  readonly stdout: readonly string[];
  /** Parts of standard error, in this order; none: it is empty. */
  readonly stderr: readonly string[];
}

export interface Scenario {
  readonly files: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

/**
 * Reads a scenario: `# why`, then steps and files in any number.
 *
 *     $ waymark check k8s     a line of shell
 *     exit 1                  its exit code
 *     > part of its output    `!` in place of `>` for standard error
 *     -- k8s/policy.yaml --   what follows is this file
 */
export function readScenario(path: string): Scenario {
  const [script = '', ...parts] = readFileSync(path, 'utf8').split(/^-- (.+) --\n/m);
  const files: Record<string, string> = {};
  for (let at = 0; at < parts.length; at += 2) files[parts[at] ?? ''] = parts[at + 1] ?? '';
  const steps = script
    .split(/^\$ /m)
    .slice(1)
    .map((text): Step => {
      const [line = '', ...rest] = text.split('\n');
      const starting = (mark: string) =>
        rest.filter((one) => one.startsWith(mark)).map((one) => one.slice(mark.length));
      const unknown = rest.filter((one) => !/^(exit |> |! |#|$)/.test(one));
      if (unknown.length > 0) throw new Error(`${path}: cannot read the line "${unknown[0]}"`);
      return { line, exitCode: Number(starting('exit ')[0]), stdout: starting('> '), stderr: starting('! ') };
    });
  return { files, steps };
}

/** What a run did otherwise than the step tells, with all that it said; null when nothing. */
export function faultOf(step: Step, ended: Ended): string | null {
  const faults = [
    ended.exitCode === step.exitCode ? null : `exit code ${ended.exitCode} and not ${step.exitCode}`,
    missing('standard output', ended.stdout, step.stdout),
    missing('standard error', ended.stderr, step.stderr),
  ].filter((fault) => fault !== null);
  if (faults.length === 0) return null;
  return [`$ ${step.line}`, ...faults, '> ' + ended.stdout, '! ' + ended.stderr].join('\n');
}

function missing(where: string, text: string, parts: readonly string[]): string | null {
  if (parts.length === 0 && text !== '') return `${where} is not empty`;
  let from = 0;
  for (const part of parts) {
    const at = text.indexOf(part, from);
    if (at < 0) return `${where} lacks "${part}"`;
    from = at + part.length;
  }
  return null;
}
