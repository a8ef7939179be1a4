import type { ZtunnelMatch, ZtunnelPolicy } from '../ztunnel/convert.js';
import type { ServiceAccountMatch, StringMatch } from '../ztunnel/values.js';
import { parseBlock } from './address-block.js';
import type { UnreadAddress } from './addresses.js';
import type { Identity } from './identity.js';
import { allOf, anyOf, firstOf, not, type Predicate } from './predicates.js';

/** What the destination's ztunnel knows of a connection. */
export interface Connection {
  /** null: plaintext. */
  readonly identity: Identity | null;
  readonly sourceIp: UnreadAddress;
  readonly destinationIp: UnreadAddress;
  /** On the pod. */
  readonly destinationPort: number;
}

type ConnectionPredicate = Predicate<Connection>;

/** One policy, ready to be asked: the number of the first rule that matches, or -1. */
export interface CompiledZtunnelPolicy {
  readonly name: string;
  readonly action: 'ALLOW' | 'DENY';
  matchingRule(connection: Connection): number;
}

/** ztunnel rbac.rs Authorization::matches (semantics 4.4): rules OR-ed, clauses AND-ed, matches OR-ed. */
export function compileZtunnelPolicy({ name, action, rules }: ZtunnelPolicy): CompiledZtunnelPolicy {
  const compiled = rules.map((clauses) =>
    allOf(clauses.map((matches) => (matches.length === 0 ? always : anyOf(matches.map(compileMatch))))),
  );
  return { name, action, matchingRule: firstOf(compiled) };
}

const always: ConnectionPredicate = () => true;
const never: ConnectionPredicate = () => false;

/** A match without dimensions never holds (rbac.rs is_empty). */
export function compileMatch(match: ZtunnelMatch): ConnectionPredicate {
  const dimensions: ConnectionPredicate[] = [
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
  return dimensions.length === 0 ? never : allOf(dimensions);
}

function either<Value>(
  positive: readonly Value[] = [],
  negative: readonly Value[] = [],
  hits: (value: Value) => ConnectionPredicate,
): ConnectionPredicate[] {
  const wanted = positive.map(hits);
  const unwanted = negative.map(hits);
  return [...(wanted.length > 0 ? [anyOf(wanted)] : []), ...(unwanted.length > 0 ? [not(anyOf(unwanted))] : [])];
}

// Without an identity nothing hits, not even the presence of one.
const principalHits =
  (match: StringMatch): ConnectionPredicate =>
  ({ identity }) =>
    identity !== null && stringHits(match, identity.text);

// ztunnel reads the namespace of a plaintext peer as the empty string (rbac.rs matches).
const namespaceHits =
  (match: StringMatch): ConnectionPredicate =>
  ({ identity }) =>
    stringHits(match, identity?.namespace ?? '');

const serviceAccountHits =
  ({ namespace, serviceAccount }: ServiceAccountMatch): ConnectionPredicate =>
  ({ identity }) =>
    identity?.namespace === namespace && identity.serviceAccount === serviceAccount;

const blockHits =
  (addressOf: (connection: Connection) => UnreadAddress) =>
  (text: string): ConnectionPredicate => {
    const block = parseBlock(text);
    return (connection) => block !== null && block.contains(addressOf(connection).parsed);
  };

const portHits =
  (port: number): ConnectionPredicate =>
  ({ destinationPort }) =>
    destinationPort === port;

function stringHits(match: StringMatch, text: string): boolean {
  if ('exact' in match) return text === match.exact;
  if ('prefix' in match) return text.startsWith(match.prefix);
  if ('suffix' in match) return text.endsWith(match.suffix);
  return text !== '';
}
