import { buildModel, compileDecisions, type Decision, type DecisionRequest, type Skipped } from '@waymark/engine';
import { decisionReport } from '@waymark/report';
import { EXIT, usageError, type ExitCode } from '../exit-code.js';
import { STANDARD_INPUT } from '../input/manifest-paths.js';
import { isBroken, noteBroken, readObjects } from '../input/read-objects.js';
import { readRequests, requestOf, type RequestFlags, type TitledRequest } from '../input/requests.js';
import { Progress, reportWidth, wantsColour, writeData } from '../terminal.js';

export interface ExplainFlags extends RequestFlags {
  readonly output: 'text' | 'json';
  readonly requests?: string | undefined;
  readonly istioVersion?: string | undefined;
}

interface Answered {
  readonly title: string;
  readonly request: DecisionRequest;
  readonly decision: Decision;
}

/** Decides requests in the cluster of these manifests and writes what becomes of them to standard output. */
export async function explain(paths: readonly string[], flags: ExplainFlags): Promise<ExitCode> {
  const requests = requestsIn(paths, flags);
  const progress = new Progress();
  const read = readObjects(paths, progress);
  const { istioVersion } = flags;
  const { model, skipped } = buildModel(read.manifests, istioVersion === undefined ? {} : { istioVersion });
  progress.clear();
  const decisions = compileDecisions(model);
  const outcomes = new Set<Decision['outcome']>();
  function* answers(): Generator<Answered> {
    for (const { title, request } of requests) {
      const decision = decisions.decide(request);
      outcomes.add(decision.outcome);
      yield { title, request, decision };
    }
  }
  await writeData(flags.output === 'json' ? jsonLines(answers()) : decisionReport(answers(), textOptions()));
  const left = [...read.skipped, ...skipped];
  noteBroken(left);
  return exitCodeOf(outcomes, left);
}

function requestsIn(paths: readonly string[], flags: ExplainFlags): readonly TitledRequest[] {
  if (flags.requests === undefined) return [requestOf(flags)];
  const given = ['from', 'to', 'method', 'path', 'host', 'header', 'token'].find((name) => name in flags);
  if (given !== undefined) throw usageError(`--requests holds whole requests: leave --${given} out.`);
  if (flags.requests === STANDARD_INPUT && paths.includes(STANDARD_INPUT)) {
    throw usageError('Standard input is either the manifests or the requests: give one of them as a file.');
  }
  return readRequests(flags.requests);
}

const textOptions = () => ({ columns: reportWidth(), colour: wantsColour(process.stdout, process.env) });

function* jsonLines(answers: Iterable<Answered>): Generator<string> {
  for (const { request, decision } of answers) yield `${JSON.stringify({ request, ...decision })}\n`;
}

function exitCodeOf(outcomes: ReadonlySet<Decision['outcome']>, skipped: readonly Skipped[]): ExitCode {
  if (outcomes.has('DENIED') || outcomes.has('UNREACHABLE')) return EXIT.FINDINGS;
  return outcomes.has('UNDECIDED') || skipped.some(isBroken) ? EXIT.INCOMPLETE : EXIT.PASS;
}
