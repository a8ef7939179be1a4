import type { RuleField } from '../../authorization/rule-fields.js';
import { needsHttp } from '../../authorization/envoy-outcome.js';
import { field } from '../../model/narrow.js';
import { toPort } from '../../ztunnel/values.js';
import { parseBlock } from '../address-block.js';
import type { UnreadAddress } from '../addresses.js';
import { allOf, anyOf, not, type Predicate } from '../predicates.js';
import type { EnvoyFacts, EnvoyHttp } from './facts.js';
import { isPathTemplate, pathTemplateMatcher } from './path-template.js';
import { globMatcher, headerMatcher, hostMatcher, textMatcher, type TextMatcher } from './strings.js';
import type { TrustDomains } from './trust-domains.js';

export type FactPredicate = Predicate<EnvoyFacts>;

export interface FieldContext {
  readonly protocol: 'HTTP' | 'TCP';
  readonly policyNamespace: string;
  readonly trustDomains: TrustDomains;
}

/** `values`: what each value matches; null where istiod cannot tell it to the chain (authz/model/generator.go). */
export interface CompiledField {
  readonly negative: boolean;
  readonly values: readonly (FactPredicate | null)[];
}

/** Whether one of the values that were told hits, or none of them does. */
export function holdsOf(negative: boolean, told: readonly FactPredicate[]): FactPredicate {
  if (told.length === 0) return allOf(told);
  return negative ? not(anyOf(told)) : anyOf(told);
}

export function compileField(written: RuleField, context: FieldContext): CompiledField {
  const { negative } = written;
  const values = expandedValues(written, context);
  if (context.protocol === 'TCP' && needsHttp(written)) return { negative, values: values.map(() => null) };
  const compile = compilerOf(baseName(written), context);
  return { negative, values: values.map((value) => compile?.(value) ?? null) };
}

/** Whether istiod knows the field at all: one unknown `when` key and the whole rule is left out, for every action. */
export const isKnownField = (written: RuleField): boolean =>
  !written.name.startsWith('when.') || WHEN_KEYS.some((known) => written.name.startsWith(known));

const WHEN_KEYS = [
  'when.destination.ip',
  'when.destination.port',
  'when.connection.sni',
  'when.experimental.envoy.filters.',
  'when.source.ip',
  'when.remote.ip',
  'when.source.namespace',
  'when.source.principal',
  'when.source.serviceAccount',
  'when.source.trustDomain',
  'when.request.auth.principal',
  'when.request.auth.audiences',
  'when.request.auth.presenter',
  'when.request.headers',
  'when.request.auth.claims',
];

const TWINS = new Map([
  ['when.source.ip', 'ipBlocks'],
  ['when.remote.ip', 'remoteIpBlocks'],
  ['when.source.namespace', 'namespaces'],
  ['when.source.principal', 'principals'],
  ['when.source.serviceAccount', 'serviceAccounts'],
  ['when.source.trustDomain', 'trustDomains'],
  ['when.request.auth.principal', 'requestPrincipals'],
  ['when.destination.port', 'ports'],
]);

/** The name of the positive field that compares the same thing. */
export function baseName({ name, negative }: RuleField): string {
  const twin = TWINS.get(name);
  if (twin !== undefined || name.startsWith('when.')) return twin ?? name;
  return negative ? `${name.charAt(3).toLowerCase()}${name.slice(4)}` : name;
}

function expandedValues(written: RuleField, { trustDomains }: FieldContext): readonly string[] {
  switch (baseName(written)) {
    case 'principals':
      return trustDomains.principals(written.values);
    case 'trustDomains':
      return trustDomains.trustDomains(written.values);
    default:
      return written.values;
  }
}

type Compiler = (value: string) => FactPredicate | null;

function compilerOf(name: string, { policyNamespace }: FieldContext): Compiler | null {
  switch (name) {
    case 'principals':
      return (value) => ofIdentity(textMatcher(value), (identity) => identity.text);
    case 'namespaces':
      // generator.go srcNamespaceGenerator: stars anywhere, on the whole SPIFFE id.
      return (value) => ofIdentity(globMatcher(`*/ns/${value}/*`), (identity) => identity.uri);
    case 'serviceAccounts':
      return (value) => serviceAccountIs(value, policyNamespace);
    case 'trustDomains':
      return (value) => ofIdentity(textMatcher(value), (identity) => identity.trustDomain);
    case 'ipBlocks':
      return blockOf(({ directIp }) => directIp);
    case 'remoteIpBlocks':
      return blockOf(({ remoteIp }) => remoteIp);
    case 'when.destination.ip':
      return blockOf(({ destinationIp }) => destinationIp);
    case 'ports':
      return portIs;
    case 'hosts':
      return (value) => ofHttp(hostMatcher(value), ({ host }) => host);
    case 'methods':
      return (value) => ofHttp(headerMatcher(value), ({ method }) => method);
    case 'paths':
      return (value) =>
        ofHttp(isPathTemplate(value) ? pathTemplateMatcher(value) : textMatcher(value), ({ path }) => path);
    case 'requestPrincipals':
      return requestPrincipalIs;
    case 'when.request.auth.audiences':
      return claimHas(['aud']);
    case 'when.request.auth.presenter':
      return claimHas(['azp']);
    case 'when.connection.sni':
      return () => never; // Inside a mesh connection there is no TLS of the application to read (semantics 14.23).
    default:
      return bracketed(name);
  }
}

const never: FactPredicate = () => false;

const ofIdentity =
  (matches: TextMatcher, part: (identity: NonNullable<EnvoyFacts['identity']>) => string): FactPredicate =>
  ({ identity }) =>
    identity !== null && matches(part(identity));

const ofHttp =
  (matches: TextMatcher, part: (http: EnvoyHttp) => string): FactPredicate =>
  ({ http }) =>
    http !== null && matches(part(http));

function serviceAccountIs(value: string, policyNamespace: string): FactPredicate {
  const slash = value.indexOf('/');
  const namespace = slash < 0 ? policyNamespace : value.slice(0, slash);
  const account = value.slice(slash + 1);
  return ({ identity }) => identity?.namespace === namespace && identity.serviceAccount === account;
}

const blockOf =
  (addressOf: (facts: EnvoyFacts) => UnreadAddress): Compiler =>
  (value) => {
    const block = parseBlock(value);
    return block === null ? null : (facts) => block.contains(addressOf(facts).parsed);
  };

const portIs: Compiler = (value) => {
  const port = toPort(value);
  return port === null ? null : ({ destinationPort }) => destinationPort === port;
};

/** generator.go requestPrincipalGenerator: issuer and subject around the last slash, each a non-empty string. */
const requestPrincipalIs: Compiler = (value) => {
  const [issuer, subject] = principalMatchers(value);
  return ({ http }) => {
    const iss = field(http?.claims, 'iss');
    const sub = field(http?.claims, 'sub');
    return typeof iss === 'string' && typeof sub === 'string' && issuer(iss) && subject(sub);
  };
};

const present: TextMatcher = (text) => text !== '';
const exactly =
  (wanted: string): TextMatcher =>
  (text) =>
    text === wanted;

function principalMatchers(value: string): readonly [issuer: TextMatcher, subject: TextMatcher] {
  if (value === '*') return [present, present];
  const slash = value.lastIndexOf('/');
  const issuer = slash < 0 ? value : value.slice(0, slash);
  const subject = slash < 0 ? '' : value.slice(slash + 1);
  if (value.startsWith('*')) {
    if (slash < 0) return [present, (text) => text.endsWith(value.slice(1))];
    return [issuer === '*' ? present : (text) => text.endsWith(issuer.slice(1)), exactly(subject)];
  }
  if (value.endsWith('*')) {
    if (slash < 0) return [(text) => text.startsWith(value.slice(0, -1)), present];
    return [exactly(issuer), subject === '*' ? present : (text) => text.startsWith(subject.slice(0, -1))];
  }
  return [exactly(issuer), exactly(subject)];
}

/** Keys with names in brackets; a malformed one cannot be told to the chain. */
function bracketed(name: string): Compiler | null {
  if (name.startsWith('when.experimental.envoy.filters.')) {
    return name.includes('[') ? () => never : null; // Nobody writes such metadata here (semantics 14.23).
  }
  const header = /^when\.request\.headers\[(.+)\]$/.exec(name)?.[1]?.toLowerCase();
  if (header !== undefined) {
    return (value) => {
      const matches = headerMatcher(value);
      return ({ http }) => {
        const written = http?.headers.get(header);
        return written !== undefined && matches(written);
      };
    };
  }
  const nested = /^when\.request\.auth\.claims((?:\[[^[\]]+\])+)$/.exec(name)?.[1];
  return nested === undefined ? null : claimHas(nested.slice(1, -1).split(']['));
}

/** A string, or any element of a list; other types never match (semantics 14.22). */
const claimHas =
  (path: readonly string[]): Compiler =>
  (value) => {
    const matches = textMatcher(value);
    return ({ http }) => {
      const claim = path.reduce<unknown>((claims, name) => field(claims, name), http?.claims);
      if (typeof claim === 'string') return matches(claim);
      return Array.isArray(claim) && claim.some((item) => typeof item === 'string' && matches(item));
    };
  };
