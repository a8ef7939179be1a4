import yargs from 'yargs';
import { EXIT } from '../exit-code.js';
import type { Command } from '../program.js';

const SHELLS = ['bash', 'zsh'] as const;

export const completionCommand: Command = {
  usage: 'completion <shell>',
  summary: 'Print the completion script for bash or zsh',
  describe: (yargs) =>
    yargs
      .usage('$0 completion SHELL\n\nPrints a script that completes commands, flags and their values.')
      .positional('shell', { choices: SHELLS, demandOption: true, describe: 'The shell that will read the script' })
      .example('source <($0 completion bash)', 'in ~/.bashrc')
      .example('source <($0 completion zsh)', 'in ~/.zshrc, after compinit'),
  run: async ({ shell }) => {
    process.env.SHELL = String(shell); // yargs chooses the template by it
    const writer = yargs([]) as unknown as { showCompletionScript(program: string, command: string): void };
    writer.showCompletionScript('waymark', `completion ${String(shell)}`);
    return EXIT.PASS;
  },
};

/** The zsh script announces itself by COMP_LINE; yargs would go by the login shell, which may be another one. */
export function answerCompletionsFor(args: readonly string[], environment: NodeJS.ProcessEnv): void {
  if (args[0] !== '--get-yargs-completions') return;
  environment.SHELL = environment.COMP_LINE === undefined ? 'bash' : 'zsh';
}
