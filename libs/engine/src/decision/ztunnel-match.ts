import type { ZtunnelMatch, ZtunnelPolicy } from '../ztunnel/convert.js';
import type { ServiceAccountMatch, StringMatch } from '../ztunnel/values.js';
import { type Address, parseBlock } from './address-block.js';
import type { Identity } from './identity.js';

/** What the destination's ztunnel knows of a connection. */
export interface Connection {
  /** null: plaintext. */
  readonly identity: Identity | null;
  readonly sourceIp: Address | null;
  readonly destinationIp: Address | null;
  /** On the pod. */
  readonly destinationPort: number;
}

type Predicate = (connection: Connection) => boolean;

/** One policy, ready to be asked: the number of the first rule that matches, or -1. */
export interface CompiledZtunnelPolicy {
  readonly name: string;
  readonly action: 'ALLOW' | 'DENY';
  matchingRule(connection: Connection): number;
}

/** ztunnel rbac.rs Authorization::matches (semantics 4.4): rules OR-ed, clauses AND-ed, matches OR-ed. */
export function compileZtunnelPolicy({ name, action, rules }: ZtunnelPolicy): CompiledZtunnelPolicy {
  const compiled = rules.map((clauses) => clauses.map((matches) => matches.map(compileMatch)));
  return {
    name,
    action,
    matchingRule: (connection) =>
      compiled.findIndex((clauses) =>
        clauses.every((matches) => matches.length === 0 || matches.some((holds) => holds(connection))),
      ),
  };
}

/** A match without dimensions never holds (rbac.rs is_empty). */
export function compileMatch(match: ZtunnelMatch): Predicate {
  const dimensions: Predicate[] = [
    ...either(match.principals, match.notPrincipals, principalHits),
    ...either(match.namespaces, match.notNamespaces, namespaceHits),
    ...either(match.serviceAccounts, match.notServiceAccounts, serviceAccountHits),
    ...either(
      match.sourceIps,
      match.notSourceIps,
      blockHits(({ sourceIp }) => sourceIp),
    ),
    ...either(
      match.destinationIps,
      match.notDestinationIps,
      blockHits(({ destinationIp }) => destinationIp),
    ),
    ...either(match.destinationPorts, match.notDestinationPorts, portHits),
  ];
  return (connection) => dimensions.length > 0 && dimensions.every((holds) => holds(connection));
}

function either<Value>(
  positive: readonly Value[] = [],
  negative: readonly Value[] = [],
  hits: (value: Value) => Predicate,
): Predicate[] {
  const wanted = positive.map(hits);
  const unwanted = negative.map(hits);
  const predicates: Predicate[] = [];
  if (wanted.length > 0) predicates.push((connection) => wanted.some((hit) => hit(connection)));
  if (unwanted.length > 0) predicates.push((connection) => !unwanted.some((hit) => hit(connection)));
  return predicates;
}

// Without an identity nothing hits, not even the presence of one.
const principalHits =
  (match: StringMatch): Predicate =>
  ({ identity }) =>
    identity !== null && stringHits(match, identity.text);

// ztunnel reads the namespace of a plaintext peer as the empty string (rbac.rs matches).
const namespaceHits =
  (match: StringMatch): Predicate =>
  ({ identity }) =>
    stringHits(match, identity?.namespace ?? '');

const serviceAccountHits =
  ({ namespace, serviceAccount }: ServiceAccountMatch): Predicate =>
  ({ identity }) =>
    identity?.namespace === namespace && identity.serviceAccount === serviceAccount;

const blockHits =
  (addressOf: (connection: Connection) => Address | null) =>
  (text: string): Predicate => {
    const block = parseBlock(text);
    return (connection) => block !== null && block.contains(addressOf(connection));
  };

const portHits =
  (port: number): Predicate =>
  ({ destinationPort }) =>
    destinationPort === port;

function stringHits(match: StringMatch, text: string): boolean {
  if ('exact' in match) return text === match.exact;
  if ('prefix' in match) return text.startsWith(match.prefix);
  if ('suffix' in match) return text.endsWith(match.suffix);
  return text !== '';
}
