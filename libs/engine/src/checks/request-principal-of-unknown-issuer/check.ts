import type { AuthorizationPolicy, RequestAuthentication } from '../../model/policy.js';
import type { CheckIndex } from '../check-index.js';
import { defineCheck } from '../define-check.js';
import { reportDeadValues } from '../rule-values.js';
import { evaluatedAtWaypoint } from '../waypoint-coverage.js';

export const requestPrincipalOfUnknownIssuer = defineCheck({
  id: 'request-principal-of-unknown-issuer',
  severity: 'error',
  title: 'A request principal of an issuer that nobody checks here',
  why: 'A request principal is `issuer/subject` of a token that a RequestAuthentication at the same waypoint has checked. A token of an issuer that none of them lists is refused before any policy, so that its principal never occurs.',
  fix: 'Write the issuer exactly as in `jwtRules`, or add it there.',
  source: 'istio pilot/pkg/networking/plugin/authn/authentication.go BuildHTTP (semantics 5.3, 14.22)',

  run({ index }, report) {
    if (index.fieldsNamed(...FIELDS).length === 0) return;
    const authentications = index.once(authenticationsByTarget);
    const known = new Map<AuthorizationPolicy, readonly string[]>();
    const issuersFor = (policy: AuthorizationPolicy) => {
      let issuers = known.get(policy);
      if (issuers === undefined) known.set(policy, (issuers = issuersAt(index, policy, authentications)));
      return issuers;
    };
    reportDeadValues(index, FIELDS, (value, _field, policy) => deadBecause(value, issuersFor(policy)), report);
  },
});

const FIELDS = ['requestPrincipals', 'notRequestPrincipals', 'when.request.auth.principal'];

/** The RequestAuthentications that waypoints evaluate, by what for. */
function authenticationsByTarget(index: CheckIndex): ReadonlyMap<string, readonly RequestAuthentication[]> {
  const byTarget = new Map<string, RequestAuthentication[]>();
  for (const authentication of index.requestAuthentications) {
    for (const key of evaluatedAtWaypoint(index, authentication).keys()) {
      byTarget.set(key, [...(byTarget.get(key) ?? []), authentication]);
    }
  }
  return byTarget;
}

/** [] also where no token is read at all, which has a check of its own. */
const issuersAt = (
  index: CheckIndex,
  policy: AuthorizationPolicy,
  authentications: ReadonlyMap<string, readonly RequestAuthentication[]>,
): readonly string[] =>
  [...evaluatedAtWaypoint(index, policy).keys()]
    .flatMap((key) => authentications.get(key) ?? [])
    .flatMap(({ jwtRules }) => jwtRules.map(({ issuer }) => issuer));

function deadBecause(value: string, issuers: readonly string[]): string | null {
  if (issuers.length === 0 || value.startsWith('*')) return null;
  const start = value.endsWith('*') ? value.slice(0, -1) : value;
  const occurs = issuers.some(
    (issuer) => start.startsWith(`${issuer}/`) || (value !== start && `${issuer}/`.startsWith(start)),
  );
  return occurs ? null : `an issuer that no RequestAuthentication there lists`;
}
