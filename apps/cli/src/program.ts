import { readFileSync } from 'node:fs';
import yargs, { type Argv } from 'yargs';
import { EXIT, usageError, type ExitCode } from './exit-code.js';
import { STANDARD_INPUT } from './input/manifest-paths.js';
import { nearest } from './suggest.js';

const VERSION: string = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;

const NO_COMMAND = 'Name a command; `--help` lists them.';

/** A command: `yargs` describes it, `run` loads the code behind it only when it is the one that was asked for. */
export interface Command {
  readonly usage: string;
  readonly summary: string;
  describe(yargs: Argv): Argv;
  /** Absent for a command that only holds others. */
  run?(flags: Readonly<Record<string, unknown>>): Promise<ExitCode>;
  readonly commands?: readonly Command[];
  /** Arguments that may be given more than once. */
  readonly lists?: readonly string[];
}

/** Runs the command that these arguments name. @throws {CommandError} when they name none. */
export async function runProgram(args: readonly string[], commands: readonly Command[]): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.PASS;
  const program = yargs(protectedPaths(args))
    .scriptName('waymark')
    .usage('$0 COMMAND\n\nWhich Istio ambient policy is really enforced, by whom, and with what effect.')
    .parserConfiguration({
      'dot-notation': false,
      'parse-positional-numbers': false,
    })
    .version(VERSION)
    .help()
    .alias('help', 'h')
    .wrap(100)
    .strict()
    .demandCommand(1, NO_COMMAND)
    .exitProcess(false)
    .epilogue('Exit codes: 0 pass, 1 findings, 2 wrong use or unreadable input, 3 incomplete, 4 network or access.');
  addCommands(program, commands, (given) => {
    exitCode = given;
  });
  program.fail((message, error) => {
    if (error !== undefined && error.name !== 'YError') throw error;
    throw usageError(withSuggestion(message ?? error?.message ?? '', wordsOf(program, commands)));
  });
  await program.parseAsync();
  return exitCode;
}

function addCommands(yargs: Argv, commands: readonly Command[], done: (exitCode: ExitCode) => void): Argv {
  for (const { usage, summary, describe, run, commands: inner = [], lists = [] } of commands) {
    const describeAll = (yargs: Argv) => addCommands(describe(yargs), inner, done);
    if (run) yargs.command(usage, summary, describeAll, async (flags) => done(await run(onceEach(flags, lists))));
    else yargs.command(usage, summary, (yargs) => describeAll(yargs).demandCommand(1, NO_COMMAND));
  }
  return yargs;
}

/** A flag that is given twice says two things; nobody should have to know which one counts. */
function onceEach<Flags extends object>(flags: Flags, lists: readonly string[]): Flags {
  for (const [name, value] of Object.entries(flags)) {
    if (Array.isArray(value) && name !== '_' && !lists.includes(name)) throw usageError(`Give --${name} once.`);
  }
  return flags;
}

/** yargs takes a path that begins with a dash for a flag, also behind `--`, and loses a lone dash. */
function protectedPaths(args: readonly string[]): string[] {
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  return args
    .map((arg, at) => (at > end && arg.startsWith('-') ? `./${arg}` : arg === '-' ? STANDARD_INPUT : arg))
    .filter((_, at) => at !== end);
}

/** What may be typed at this place: the flags of the command that is being read, and the commands. */
function wordsOf(program: Argv, commands: readonly Command[]): string[] {
  const { key } = (program as unknown as { getOptions(): { key: object } }).getOptions();
  const flags = Object.keys(key).filter((name) => name.length > 1 && name === name.toLowerCase());
  return [...flags.map((name) => `--${name}`), ...namesOf(commands)];
}

const namesOf = (commands: readonly Command[]): string[] =>
  commands.flatMap(({ usage, commands: inner = [] }) => [usage.split(' ')[0] ?? '', ...namesOf(inner)]);

function withSuggestion(message: string, words: readonly string[]): string {
  const [, unknown = ''] = /^Unknown (?:argument|command)s?: ([^,]+)/.exec(message) ?? [];
  if (message.startsWith('Not enough non-option'))
    return 'An argument is missing; `--help` behind the command shows which.';
  if (unknown === '') return message.trim().replaceAll(/\n\s*/g, ' ');
  const meant = nearest(`--${unknown}`, words) ?? nearest(unknown, words);
  return `${message}. ${meant === undefined ? '`waymark --help` lists what there is.' : `Did you mean ${meant}?`}`;
}
