import { usageError } from '../exit-code.js';
import type { Command } from '../program.js';
import type { CheckFlags } from './check.js';

const FAIL_ON: readonly CheckFlags['failOn'][] = ['error', 'warning', 'info', 'never'];
const OUTPUTS: readonly CheckFlags['output'][] = ['text', 'json'];
const ISTIO_VERSION = /^\d+\.\d+(\.\d+)?([-+][0-9A-Za-z.-]+)?$/;

export const checkCommand: Command = {
  usage: 'check [paths..]',
  lists: ['paths'],
  summary: 'Analyse manifests of one cluster, without a server',
  describe: (yargs) =>
    yargs
      .usage('$0 check PATH…\n\nAnalyses the manifests of one cluster, without a server.')
      .positional('paths', {
        describe: 'Files, directories, archives (.tar, .tar.gz, .gz), or - for standard input',
        type: 'string',
        array: true,
      })
      .option('output', {
        alias: 'o',
        choices: OUTPUTS,
        default: 'text',
        requiresArg: true,
        describe: 'Form of the report',
      })
      .option('fail-on', {
        choices: FAIL_ON,
        default: 'error',
        requiresArg: true,
        describe: 'Least severity of a finding that gives exit code 1',
      })
      .option('istio-version', {
        type: 'string',
        requiresArg: true,
        describe: 'Judge by this version (such as 1.28) when the manifests do not tell',
        coerce: istioVersion,
      })
      .option('all', { type: 'boolean', default: false, describe: 'Report every policy, not only those with findings' })
      .example('$0 check k8s/', 'all manifests below a directory')
      .example('kubectl get all,authorizationpolicies,gateways -A -o yaml | $0 check -', 'what a cluster runs')
      .example('$0 check --output json --fail-on warning k8s/ > report.json', 'for a pipeline'),
  run: async (flags) => {
    const paths = flags.paths as string[];
    if (paths.length === 0) throw usageError('Name the files or directories to check, or - for standard input.');
    const { check } = await import('./check.js');
    return check(paths, flags as unknown as CheckFlags);
  },
};

function istioVersion(given: string | undefined): string | undefined {
  if (given === undefined || ISTIO_VERSION.test(given)) return given;
  throw usageError(`--istio-version ${given} is not a version. Write it like 1.28 or 1.28.1.`);
}
