import { usageError } from '../exit-code.js';
import type { Command } from '../program.js';
import { withServerFlags } from './server-flags.js';
import type { UploadFlags } from './upload.js';

const OUTPUTS: readonly UploadFlags['output'][] = ['text', 'json'];
const text = (describe: string) => ({ type: 'string', requiresArg: true, describe }) as const;

export const uploadCommand: Command = {
  usage: 'upload [paths..]',
  lists: ['paths'],
  summary: 'Send the manifests of one cluster to a server',
  describe: (yargs) =>
    withServerFlags(
      yargs
        .usage('$0 upload --server URL --cluster NAME PATH…\n\nSends the manifests of one cluster to a Waymark server.')
        .positional('paths', {
          describe: 'Files, directories, archives (.tar, .tar.gz, .gz), or - for standard input',
          type: 'string',
          array: true,
        }),
    )
      .option('cluster', { ...text('Name of the cluster that the manifests are of'), demandOption: true })
      .option('wait', { type: 'boolean', default: false, describe: 'Wait until the manifests are analysed' })
      .option('wait-seconds', { type: 'number', default: 300, requiresArg: true, describe: 'How long --wait waits' })
      .option('output', {
        alias: 'o',
        choices: OUTPUTS,
        default: 'text',
        requiresArg: true,
        describe: 'Form of the answer',
      })
      .option('captured-at', text('When the manifests were read from the cluster (RFC 3339); default: now'))
      .option('istio-version', text('Judge by this version (such as 1.28) when the manifests do not tell'))
      .option('repository', text('Where the manifests come from; GitHub and GitLab CI tell it themselves'))
      .option('commit', text('Their commit'))
      .option('ref', text('Their branch or tag'))
      .option('run', text('The CI run, as a link'))
      .option('idempotency-key', text('The same key never uploads twice; default: a new one for each call'))
      .option('dashboard', text('Address of the dashboard, for the link (else WAYMARK_DASHBOARD)'))
      .example('$0 upload --server https://waymark.example.com --cluster prod-eu k8s/', 'in CI')
      .example('kubectl get all,gateways -A -o yaml | $0 upload --cluster prod-eu --wait -', 'from a cluster')
      .epilogue('The token comes from WAYMARK_TOKEN or --token-file.'),
  run: async (flags) => {
    const paths = flags.paths as string[] | undefined;
    if (!paths?.length) throw usageError('Name the files or directories to upload, or - for standard input.');
    const { upload } = await import('./upload.js');
    return upload(paths, flags as unknown as UploadFlags);
  },
};
