import { isKnownRelease, ISTIO_RELEASES } from '@waymark/engine';
import { usageError } from '../exit-code.js';
import type { Command } from '../program.js';
import type { ExplainFlags } from './explain.js';

const OUTPUTS: readonly ExplainFlags['output'][] = ['text', 'json'];

export const explainCommand: Command = {
  usage: 'explain [paths..]',
  lists: ['paths', 'header', 'token'],
  summary: 'Tell what becomes of a request: allowed or denied, where, by which rule',
  describe: (yargs) =>
    yargs
      .usage(
        '$0 explain PATH… --from SOURCE --to DESTINATION\n\n' +
          'Tells what becomes of a request in the cluster of these manifests, hop by hop, with the rule\n' +
          'that decides and the nearest rule that would have allowed it.\n\n' +
          'Exit codes: 0 every request is allowed, 1 one is denied or gets no answer, 2 wrong use,\n' +
          '3 one cannot be decided, or a part of the manifests could not be read.',
      )
      .positional('paths', {
        describe: 'Files, directories, archives (.tar, .tar.gz, .gz), or - for standard input',
        type: 'string',
        array: true,
      })
      .option('from', {
        type: 'string',
        requiresArg: true,
        describe: 'NAMESPACE/NAME of a pod or workload; pod:…, deployment:…, sa:…, gateway:…; an address outside',
      })
      .option('to', {
        type: 'string',
        requiresArg: true,
        describe: 'HOST:PORT, http://HOST:PORT/PATH, service:NAMESPACE/NAME:PORT or pod:NAMESPACE/NAME:PORT',
      })
      .option('method', { type: 'string', requiresArg: true, describe: 'HTTP method (GET)' })
      .option('path', { type: 'string', requiresArg: true, describe: 'Path with its query (/)' })
      .option('host', { type: 'string', requiresArg: true, describe: 'Host header (what --to names)' })
      .option('header', { type: 'string', requiresArg: true, describe: 'Header as "name: value"; may be repeated' })
      .option('token', {
        type: 'string',
        requiresArg: true,
        describe: 'Claims of a valid token, as JSON; may be repeated',
      })
      .option('tcp', { type: 'boolean', default: false, describe: 'Bytes that are not HTTP' })
      .option('requests', {
        type: 'string',
        requiresArg: true,
        describe: 'File (or - for standard input) of requests: JSON, or one JSON object in each line',
      })
      .option('output', {
        alias: 'o',
        choices: OUTPUTS,
        default: 'text',
        requiresArg: true,
        describe: 'Form of the answer',
      })
      .option('json', { type: 'boolean', default: false, describe: 'Short for --output json: one object in each line' })
      .option('istio-version', {
        type: 'string',
        requiresArg: true,
        describe: 'Judge by this version (such as 1.28) when the manifests do not tell',
        coerce: knownVersion,
      })
      .example('$0 explain k8s/ --from web/client --to http://reviews.shop:80/admin', 'one request')
      .example('$0 explain k8s/ --from sa:web/client --to db.shop:5432 --tcp', 'bytes, from a service account')
      .example('$0 explain k8s/ --requests requests.ndjson --json', 'many requests'),
  run: async (given) => {
    const flags = given as unknown as ExplainFlags & { readonly paths: readonly string[]; readonly json: boolean };
    if (flags.paths.length === 0)
      throw usageError('Name the files or directories of the cluster, or - for standard input.');
    const { explain } = await import('./explain.js');
    return explain(flags.paths, { ...flags, output: flags.json ? 'json' : flags.output });
  },
};

function knownVersion(given: string): string {
  if (!isKnownRelease(given))
    throw usageError(`--istio-version ${given} is not a known release. Known are ${ISTIO_RELEASES.join(', ')}.`);
  return given;
}
