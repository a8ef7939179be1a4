import type { ExtAuthzProviders } from '../../authorization/ext-authz-providers.js';
import type { MeshSettings } from '../../model/model.js';
import type { AuthorizationPolicy, RequestAuthentication } from '../../model/policy.js';
import { meetsSeveralProviders, policiesByFilter } from '../../waypoint/chain-policies.js';
import type { Finding } from '../finding.js';
import type { DecidingPolicy, NearestRule } from '../decision.js';
import { nearestToken } from '../nearest/nearest-token.js';
import { missingProvider } from '../nearest/missing-provider.js';
import type { RuleShelf } from '../nearest/rule-shelf.js';
import type { HttpRequest } from '../request.js';
import type { EnvoyFacts, EnvoyHttp } from './facts.js';
import { comparedPath } from './paths.js';
import { compileEnvoyPolicy, type CompiledEnvoyPolicy } from './rules.js';
import { checkTokens, type TokenOutcome, type TokenRule, tokenRules } from './tokens.js';
import type { TrustDomains } from './trust-domains.js';

/** What all chains of a mesh share. */
export interface EnvoyMesh {
  readonly providers: ExtAuthzProviders;
  readonly trustDomains: TrustDomains;
  readonly pathNormalization: MeshSettings['pathNormalization'];
  /** Rules taken apart, for evidence. */
  readonly shelves: { readonly [protocol in CompiledChain['protocol']]: RuleShelf<EnvoyFacts> };
}

/** The filters of one chain, ready to be asked. */
export interface CompiledChain {
  readonly protocol: 'HTTP' | 'TCP';
  /** CUSTOM rules whose provider nobody can ask. */
  readonly refusing: readonly CompiledEnvoyPolicy[];
  /** Dry-run CUSTOM rules of a known provider: they deny before anybody is asked (semantics 14.12). */
  readonly denyingCustom: readonly CompiledEnvoyPolicy[];
  /** CUSTOM rules that ask an authorizer. */
  readonly asking: readonly CompiledEnvoyPolicy[];
  readonly tokenRules: readonly TokenRule[];
  readonly deny: readonly CompiledEnvoyPolicy[];
  readonly allow: readonly CompiledEnvoyPolicy[];
  /** An ALLOW policy is attached, even if none of its rules can be told. */
  readonly needsAllow: boolean;
  /** Whether a rule looks at headers; else nobody gathers them. */
  readonly readsHeaders: boolean;
  /** Every AuthorizationPolicy of the chain. */
  readonly attached: readonly AuthorizationPolicy[];
  readonly mesh: EnvoyMesh;
}

/** @param attached every AuthorizationPolicy of the chain, @param authentications every RequestAuthentication. */
export function compileChain(
  attached: readonly AuthorizationPolicy[],
  authentications: readonly RequestAuthentication[],
  protocol: 'HTTP' | 'TCP',
  mesh: EnvoyMesh,
): CompiledChain {
  const { custom, deny, allow, emptyAllow } = policiesByFilter(attached, protocol, mesh.providers);
  const compile = (policy: AuthorizationPolicy) =>
    compileEnvoyPolicy(policy, { protocol, policyNamespace: policy.namespace, trustDomains: mesh.trustDomains });
  const several = meetsSeveralProviders(
    attached.filter(({ action }) => action === 'CUSTOM'),
    mesh.providers,
  );
  const refuses = ({ provider }: AuthorizationPolicy): boolean =>
    several || mesh.providers.kindOf(provider) === 'UNKNOWN';
  const askable = custom.filter((policy) => !refuses(policy));
  const tokens = protocol === 'HTTP' ? tokenRules(authentications) : [];
  return {
    protocol,
    refusing: custom.filter(refuses).map(compile),
    denyingCustom: askable.filter(({ dryRun }) => dryRun).map(compile),
    asking: askable.filter(({ dryRun }) => !dryRun).map(compile),
    tokenRules: tokens,
    readsHeaders: tokens.length > 0 || attached.some(readsHeaders),
    deny: deny.map(compile),
    allow: allow.map(compile),
    needsAllow: emptyAllow || allow.length > 0,
    attached,
    mesh,
  };
}

/** What the connection tells, before HTTP is read. */
export type PeerFacts = Omit<EnvoyFacts, 'http'>;

/** What one chain makes of a connection or request. */
export function evaluateChain(chain: CompiledChain, peer: PeerFacts, request: HttpRequest | null): Finding {
  if (chain.protocol === 'TCP' || request === null) return passFilters(chain, { ...peer, http: null }, null);
  const path = comparedPath(request.path, chain.mesh.pathNormalization);
  return path === null ? PATH_REFUSED : passFilters(chain, { ...peer, http: httpFacts(request, path, chain) }, request);
}

/** Envoy answers before any filter (semantics 14.20). */
const PATH_REFUSED: Finding = {
  outcome: 'UNREACHABLE',
  reason: 'PATH_REFUSED',
  policies: [],
  code: 400,
  detail: 'The path holds %00, which the proxy refuses before any policy.',
};

/** The filters in Istio's order (semantics 5.2): CUSTOM, tokens, DENY, ALLOW. */
function passFilters(chain: CompiledChain, facts: EnvoyFacts, request: HttpRequest | null): Finding {
  const code = chain.protocol === 'HTTP' ? 403 : null;
  const refusing = matching(chain.refusing, facts);
  if (refusing.length > 0) {
    const nearest = () => missingProvider(denyingIn(chain, refusing, facts), refusing, chain.attached);
    return { outcome: 'DENIED', reason: 'CUSTOM_PROVIDER_MISSING', policies: refusing, code, nearest };
  }
  const denyingCustom = matching(chain.denyingCustom, facts);
  if (denyingCustom.length > 0) return denied(chain, denyingCustom, facts, code);
  const asking = matching(chain.asking, facts);
  if (asking.length > 0) {
    return { outcome: 'UNDECIDED', reason: 'UNDECIDED', policies: asking, code: null, detail: 'external authorizer' };
  }
  const { http } = facts;
  if (http === null || request === null || chain.tokenRules.length === 0) return authorize(chain, facts, code);
  const { tokens = [], path } = request;
  const checked = checkTokens(chain.tokenRules, { method: http.method, path, headers: http.headers, tokens });
  if (!checked.accepted) return tokenRefused(checked);
  const finding = authorize(chain, { ...facts, http: { ...http, ...checked } }, code);
  if (finding.outcome !== 'ALLOWED') return finding;
  return { ...finding, passedOn: () => ({ ...request, headers: sentOn(request, checked.headers) }) };
}

function tokenRefused({ code, failure }: Extract<TokenOutcome, { readonly accepted: false }>): Finding {
  const { kind, namespace, name } = failure.rule.policy;
  const policies = [{ kind, namespace, name, rule: -1 }];
  return { outcome: 'DENIED', reason: 'JWT_INVALID', policies, code, nearest: () => nearestToken(failure) };
}

function authorize(chain: CompiledChain, facts: EnvoyFacts, code: number | null): Finding {
  const denying = matching(chain.deny, facts);
  if (denying.length > 0) return denied(chain, denying, facts, code);
  if (!chain.needsAllow) {
    const reason = chain.deny.length === 0 ? 'NO_POLICY' : 'NO_ALLOW_POLICY';
    return { outcome: 'ALLOWED', reason, policies: [], code: null };
  }
  const allowing = matching(chain.allow, facts);
  if (allowing.length > 0) return { outcome: 'ALLOWED', reason: 'ALLOW_MATCH', policies: allowing, code: null };
  const nearest = () =>
    chain.mesh.shelves[chain.protocol].allowing(
      chain.attached.filter(({ action, dryRun }) => action === 'ALLOW' && !dryRun),
      facts,
    );
  return { outcome: 'DENIED', reason: 'ALLOW_NONE_MATCHED', policies: [], code, nearest };
}

const denied = (
  chain: CompiledChain,
  policies: readonly DecidingPolicy[],
  facts: EnvoyFacts,
  code: number | null,
): Finding => ({
  outcome: 'DENIED',
  reason: 'DENY_MATCH',
  policies,
  code,
  nearest: () => denyingIn(chain, policies, facts),
});

const denyingIn = (
  { mesh, protocol, attached }: CompiledChain,
  policies: readonly DecidingPolicy[],
  facts: EnvoyFacts,
): NearestRule | null => mesh.shelves[protocol].denying(policies, attached, facts);

const NONE: readonly DecidingPolicy[] = Object.freeze([]);

function matching(policies: readonly CompiledEnvoyPolicy[], facts: EnvoyFacts): readonly DecidingPolicy[] {
  let found: DecidingPolicy[] | null = null;
  for (const { policy, matchingRule } of policies) {
    const rule = matchingRule(facts);
    if (rule < 0) continue;
    const { kind, namespace, name } = policy;
    (found ??= []).push({ kind, namespace, name, rule });
  }
  return found ?? NONE;
}

/** What the filters add for themselves stays here; a consumed token is gone, and what rules write from it is there. */
function sentOn(request: HttpRequest, headers: ReadonlyMap<string, string>): HttpRequest['headers'] {
  const written = new Set(Object.keys(request.headers).map((name) => name.toLowerCase()));
  const isOwn = (name: string) => name.startsWith(':') || (OWN_HEADERS.has(name) && !written.has(name));
  return Object.fromEntries([...headers].filter(([name]) => !isOwn(name)));
}

const OWN_HEADERS = new Set(['x-request-id', 'x-forwarded-proto', 'host']);

const readsHeaders = ({ rules }: AuthorizationPolicy): boolean =>
  rules.some(({ fields }) => fields.some(({ name }) => name.startsWith('when.request.headers')));

const NO_HEADERS: ReadonlyMap<string, string> = new Map();

function httpFacts(request: HttpRequest, path: string, { readsHeaders }: CompiledChain): EnvoyHttp {
  const { method, host } = request;
  return { host, method, path, headers: readsHeaders ? headersOf(request, path) : NO_HEADERS, claims: null };
}

/** Envoy writes the first two itself, and removes the last (semantics 5.3). */
function headersOf({ method, host, headers }: HttpRequest, compared: string): ReadonlyMap<string, string> {
  const seen = new Map<string, string>([
    ['x-request-id', 'written by the proxy'],
    ['x-forwarded-proto', 'http'],
  ]);
  for (const [name, value] of Object.entries(headers)) seen.set(name.toLowerCase(), value);
  seen.delete('x-forwarded-client-cert');
  for (const [name, value] of [
    [':path', compared],
    [':method', method],
    [':authority', host],
    ['host', host],
  ] as const) {
    seen.set(name, value);
  }
  return seen;
}
