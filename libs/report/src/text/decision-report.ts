import type { Decision, DecisionHop, DecisionOutcome, DecisionReason, NearestRule } from '@waymark/engine';
import { type Paint, paintFor } from './paint.js';
import { printable } from './printable.js';
import type { TextOptions } from './text-report.js';
import { wrap } from './wrap.js';

/** A request in words, and what becomes of it. */
export interface DecidedRequest {
  readonly title: string;
  readonly decision: Decision;
}

/** What becomes of requests, hop by hop, for people: a paragraph for each. */
export function* decisionReport(
  requests: Iterable<DecidedRequest>,
  { columns, colour }: Pick<TextOptions, 'columns' | 'colour'>,
): Generator<string> {
  const paint = paintFor(colour);
  let separator = '';
  for (const { title, decision } of requests) {
    const lines = paragraph(printable(title), decision, columns, paint);
    yield `${separator}${lines.join('\n')}\n`;
    separator = '\n';
  }
}

function paragraph(
  title: string,
  { outcome, code, detail, hops, ways, decidedBy }: Decision,
  columns: number,
  paint: Paint,
): string[] {
  const words = code === null ? OUTCOME_WORDS[outcome] : `${OUTCOME_WORDS[outcome]} (${code})`;
  const lines = [`${painted(outcome, words, paint)}  ${paint.bold(title)}`];
  for (const [index, hop] of hops.entries()) lines.push(...hopLines(hop, index + 1, columns));
  const decidedHere = hops.at(-1)?.detail === detail;
  if (detail !== '' && !decidedHere) lines.push(...wrap(sentence(printable(detail)), columns, '  '));
  if (hops.length === 0 && decidedBy !== null) lines.push(`  decided by ${placeOf(decidedBy)}`);
  for (const way of ways)
    lines.push(
      ...wrap(
        `${printable(way.name)}: ${OUTCOME_WORDS[way.outcome].toLowerCase()}, ${REASON_WORDS[way.reason]}`,
        columns,
        '      ',
        '    - ',
      ),
    );
  return lines;
}

function hopLines(hop: DecisionHop, number: number, columns: number): string[] {
  const {
    outcome,
    reason,
    code,
    policies,
    identity,
    withoutIdentity,
    sourceIp,
    destinationIp,
    destinationPort,
    nearest,
  } = hop;
  const named = policies.map(
    ({ kind, namespace, name, rule }) => `${kind} ${namespace}/${name}${rule < 0 ? '' : ` rule ${rule}`}`,
  );
  const answer = `${OUTCOME_WORDS[outcome].toLowerCase()}${code === null ? '' : ` (${code})`}: ${REASON_WORDS[reason]}`;
  const head = `${placeOf(hop)} ${answer}${named.length === 0 ? '' : ` (${printable(named.join(', '))})`}`;
  const who =
    identity === null
      ? `no identity (plaintext)${withoutIdentity === null ? '' : `: ${withoutIdentity.fact}`}`
      : identity;
  const sees = `sees ${who.replace(/\.$/, '')}, from ${sourceIp || 'an unknown address'} to ${destinationIp || 'an unknown address'} port ${destinationPort}`;
  const lines = [...wrap(head, columns, '     ', `  ${number}. `), ...wrap(printable(sees), columns, '     ')];
  if (hop.detail !== '') lines.push(...wrap(sentence(printable(hop.detail)), columns, '     '));
  return nearest === null ? lines : [...lines, ...nearestLines(nearest, columns)];
}

function nearestLines({ kind, summary, policy, conditions }: NearestRule, columns: number): string[] {
  const heading = HEADINGS[kind].replace('{}', `rule ${policy.rule} of ${policy.namespace}/${policy.name}`);
  const lines = wrap(printable(kind === 'IDENTITY' || kind === 'ALLOW_NOTHING' ? summary : heading), columns, '     ');
  for (const { field, fact, file, line } of conditions) {
    lines.push(...wrap(printable(`${field}: ${fact} (${file}:${line})`), columns, '         ', '       - '));
  }
  if (conditions.length === 0) lines.push('       - it has no condition, so it matches everything');
  return lines;
}

const HEADINGS: Readonly<Record<NearestRule['kind'], string>> = {
  ALLOW_RULE: 'The nearest rule that would allow it is {}, but for:',
  DENYING_RULE: 'It matches {}, because of:',
  TOKEN: 'The JWT {} would accept the token, but for:',
  IDENTITY: '',
  ALLOW_NOTHING: '',
};

const placeOf = ({ enforcer, namespace, name }: Pick<DecisionHop, 'enforcer' | 'namespace' | 'name'>): string =>
  printable(`${enforcer.toLowerCase()} ${enforcer === 'WAYPOINT' ? '' : 'of '}${namespace}/${name}`);

const sentence = (text: string): string => (/[.?!]$/.test(text) ? text : `${text}.`);

function painted(outcome: DecisionOutcome, words: string, paint: Paint): string {
  if (outcome === 'ALLOWED') return paint.good(words);
  return paint.severity(outcome === 'UNDECIDED' ? 'warning' : 'error', words);
}

const OUTCOME_WORDS: Readonly<Record<DecisionOutcome, string>> = {
  ALLOWED: 'ALLOWED',
  DENIED: 'DENIED',
  UNREACHABLE: 'UNREACHABLE',
  UNDECIDED: 'UNDECIDED',
};

const REASON_WORDS: Readonly<Record<DecisionReason, string>> = {
  NO_POLICY: 'no policy applies',
  NO_ALLOW_POLICY: 'no DENY policy matches and there is no ALLOW policy',
  ALLOW_MATCH: 'an ALLOW policy matches',
  DENY_MATCH: 'a DENY rule matches',
  ALLOW_NONE_MATCHED: 'there are ALLOW policies and none matches',
  MTLS_REQUIRED: 'PeerAuthentication refuses the connection',
  JWT_INVALID: 'a token is refused',
  CUSTOM_PROVIDER_MISSING: 'a CUSTOM policy matches whose provider cannot be asked',
  NOT_CAPTURED: 'nobody stands before the pod',
  INBOUND_BYPASS: 'plaintext bypasses the ztunnel of the pod',
  OUTSIDE_MESH: 'it is outside the mesh',
  WAYPOINT_UNAVAILABLE: 'no pod of the waypoint answers',
  WAYPOINT_HBONE_TO_UNCAPTURED_POD: 'the waypoint speaks only HBONE to a pod and this one does not',
  ROUTE_RESPONSE: 'a route answers itself',
  PATH_REFUSED: 'the proxy refuses the path',
  UNDECIDED: 'it depends on what the manifests do not say',
  NOT_FOUND: 'a name is not in the manifests',
};
