// Lints texts as if they stood at the given paths: [{ filePath, text }] on standard input, [[ruleId]] on standard output.
import { createProjectGraphAsync } from '@nx/devkit';
import { ESLint } from 'eslint';

const root = new URL('..', import.meta.url).pathname;
process.chdir(root);
await createProjectGraphAsync({ exitOnError: true }); // the module boundaries are judged by the cached graph

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const eslint = new ESLint({ cwd: root });
const ruleIds = [];
for (const { filePath, text } of JSON.parse(Buffer.concat(chunks).toString('utf8'))) {
  const [result] = await eslint.lintText(text, { filePath: root + filePath });
  ruleIds.push(result.messages.filter((message) => message.severity === 2).map((message) => message.ruleId));
}
process.stdout.write(JSON.stringify(ruleIds));
process.exit(0);
