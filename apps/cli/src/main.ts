import { checkCommand } from './commands/check.command.js';
import { explainCommand } from './commands/explain.command.js';
import { adminCommand } from './commands/admin.command.js';
import { answerCompletionsFor, completionCommand } from './commands/completion.command.js';
import { uploadCommand } from './commands/upload.command.js';
import { CommandError, EXIT } from './exit-code.js';
import { keepHeapSmall } from './memory.js';
import { runProgram } from './program.js';
import { endQuietlyOnClosedPipe, writeNote } from './terminal.js';

const args = process.argv.slice(2);
keepHeapSmall();
endQuietlyOnClosedPipe();
answerCompletionsFor(args, process.env);
try {
  process.exitCode = await runProgram(args, [
    checkCommand,
    explainCommand,
    uploadCommand,
    adminCommand,
    completionCommand,
  ]);
} catch (error) {
  process.exitCode = error instanceof CommandError ? error.exitCode : EXIT.USAGE;
  if (error instanceof CommandError) writeNote(`waymark: ${error.message}`);
  else
    writeNote(`waymark: this is a fault of Waymark itself.\n${error instanceof Error ? error.stack : String(error)}`);
}
