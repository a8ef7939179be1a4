import type { Check } from '../checks/define-check.js';
import type { CheckCase } from './check-cases.js';

/** Generated pages by path below docs/checks. `casesOf` answers the cases of a check by its id. */
export function checkDocs(
  checks: readonly Check[],
  casesOf: (id: string) => readonly CheckCase[],
): Map<string, string> {
  const pages = checks.map((check) => [`${check.id}.md`, pageText(check, casesOf(check.id))] as const);
  return new Map([['README.md', indexText(checks)], ...pages]);
}

const GENERATED =
  '<!-- Written by `npm run generate` from libs/engine/src/checks. Change the check, not this page. -->';

const SEVERITIES = [
  ['error', 'Traffic is let through or cut off against what the manifests say.'],
  ['warning', 'Something written has no effect, or less than it seems; nobody is locked out or let in by it yet.'],
  ['info', 'Good to know; nothing to repair.'],
] as const;

const indexText = (checks: readonly Check[]) =>
  [
    GENERATED,
    '# Checks',
    ...SEVERITIES.map(([severity, meaning]) => {
      const rows = checks.filter((check) => check.severity === severity);
      if (rows.length === 0) return '';
      return `## ${capital(severity)}\n\n${meaning}\n\n| check | what it finds |\n| --- | --- |\n${rows
        .map(({ id, title }) => `| [${id}](${id}.md) | ${title} |`)
        .join('\n')}`;
    }).filter((section) => section !== ''),
  ].join('\n\n') + '\n';

const pageText = (check: Check, cases: readonly CheckCase[]) =>
  [
    GENERATED,
    `# ${check.id}`,
    `**${check.title}.** Severity: ${check.severity}.`,
    `## Why it matters\n\n${check.why}`,
    `## What to do\n\n${check.fix}`,
    `## Where Istio does this\n\n${check.source}`,
    '## Examples\n\nEach example is a test of the check. A finding is shown on its line.',
    ...[...cases].sort(byFiring).map(caseText),
  ].join('\n\n') + '\n';

// What the check is about comes first, what it is not about after it.
const byFiring = (a: CheckCase, b: CheckCase) => Number(a.expected.length === 0) - Number(b.expected.length === 0);

const caseText = ({ name, text, expected }: CheckCase) =>
  `### ${capital(name.replaceAll('-', ' '))}\n\n` +
  `${expected.length === 0 ? 'No finding.' : expected.length === 1 ? 'One finding.' : `${expected.length} findings.`}\n\n` +
  `\`\`\`yaml\n${text.trimEnd()}\n\`\`\``;

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
