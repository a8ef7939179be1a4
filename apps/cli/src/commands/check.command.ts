import { isKnownRelease, ISTIO_RELEASES } from '@waymark/engine';
import { usageError } from '../exit-code.js';
import type { Command } from '../program.js';
import type { CheckFlags } from './check.js';

type GivenFlags = Omit<CheckFlags, 'istioVersion'> & {
  readonly json: boolean;
  readonly istioVersion?: readonly string[];
};

const FAIL_ON: readonly CheckFlags['failOn'][] = ['error', 'warning', 'info', 'never'];
const OUTPUTS: readonly CheckFlags['output'][] = ['text', 'json'];
const ISTIO_VERSION = /^v?\d+\.\d+(\.\d+)?([-+][0-9A-Za-z.-]+)?$/;

export const checkCommand: Command = {
  usage: 'check [paths..]',
  lists: ['paths', 'istio-version', 'istioVersion'],
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
      .option('json', { type: 'boolean', default: false, describe: 'Short for --output json' })
      .option('fail-on', {
        choices: FAIL_ON,
        default: 'error',
        requiresArg: true,
        describe: 'Least severity of a finding that gives exit code 1',
      })
      .option('istio-version', {
        type: 'string',
        requiresArg: true,
        describe: 'Judge by this version (such as 1.28) when the manifests do not tell; twice: what changes between',
        coerce: istioVersions,
      })
      .option('all', { type: 'boolean', default: false, describe: 'Report every policy, not only those with findings' })
      .example('$0 check k8s/', 'all manifests below a directory')
      .example('kubectl get all,authorizationpolicies,gateways -A -o yaml | $0 check -', 'what a cluster runs')
      .example('$0 check --output json --fail-on warning k8s/ > report.json', 'for a pipeline')
      .example('$0 check --istio-version 1.26 --istio-version 1.28 k8s/', 'what an upgrade changes'),
  run: async (given) => {
    const paths = given.paths as string[];
    if (paths.length === 0) throw usageError('Name the files or directories to check, or - for standard input.');
    const flags = given as unknown as GivenFlags;
    const output = flags.json ? 'json' : flags.output;
    const istioVersion = flags.istioVersion ?? [];
    const [from, to] = istioVersion;
    if (from !== undefined && to !== undefined) {
      const { checkUpgrade } = await import('./upgrade.js');
      return checkUpgrade(paths, { ...flags, istioVersion, output }, from, to);
    }
    const { check } = await import('./check.js');
    return check(paths, { ...flags, istioVersion, output });
  },
};

/** @param given what yargs makes of a flag that is given once or more than once */
function istioVersions(given: string | readonly string[]): readonly string[] {
  const versions = typeof given === 'string' ? [given] : given;
  const known = `Known are ${ISTIO_RELEASES.join(', ')}.`;
  for (const version of versions) {
    if (!ISTIO_VERSION.test(version))
      throw usageError(`--istio-version ${version} is not a version. Write it like 1.28 or 1.28.1. ${known}`);
    if (!isKnownRelease(version)) throw usageError(`--istio-version ${version} is not a known release. ${known}`);
  }
  if (versions.length > 2)
    throw usageError(`--istio-version is given ${versions.length} times. Give it twice, to compare from and to.`);
  return versions;
}
