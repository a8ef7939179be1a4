import { field as fieldIn, list } from '../../model/narrow.js';
import type { RequestAuthentication } from '../../model/policy.js';
import type { CheckIndex } from '../check-index.js';
import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';
import { coveredBy, evaluatedAtWaypoint } from '../waypoint-coverage.js';

export const authorizationHeaderConsumed = defineCheck({
  id: 'authorization-header-consumed',
  severity: 'warning',
  title: 'A rule about the authorization header where its token is taken out',
  why: 'Once a RequestAuthentication has checked a token it removes the `authorization` header, unless `forwardOriginalToken` is set. Policies are evaluated afterwards, so a rule about this header does not see it on requests with a valid token.',
  fix: 'Ask for `requestPrincipals` or `request.auth.claims[…]`, or set `forwardOriginalToken: true`.',
  source:
    'istio pilot/pkg/networking/plugin/authn/authentication.go BuildHTTP; confirmed by running (semantics 5.2, 5.3)',

  run({ index }, report) {
    for (const { policy, field } of index.fieldsNamed('when.request.headers')) {
      if (!/\[authorization\]$/i.test(field.name)) continue;
      const consumed = index.once(headerConsumed);
      const affected = [...evaluatedAtWaypoint(index, policy)].filter(([key]) => consumed.has(key));
      if (affected.length === 0) continue;
      report({
        manifest: policy.manifest,
        field: field.path,
        message: `${nameOf(policy)} compares the header authorization, which a RequestAuthentication there takes out of requests with a valid token before`,
        affected: affected.map(([, target]) => target),
        evidence: index.verdictsOf(policy, 'WAYPOINT')[0]?.evidence ?? [],
        cause: field.negative ? 'notValues' : 'values',
      });
    }
  },
});

const takesOut = ({ manifest }: RequestAuthentication): boolean =>
  list(fieldIn(manifest.body.spec, 'jwtRules')).some(
    (rule) =>
      fieldIn(rule, 'forwardOriginalToken') !== true &&
      ['fromHeaders', 'fromParams', 'fromCookies'].every((place) => list(fieldIn(rule, place)).length === 0),
  );

const headerConsumed = (index: CheckIndex) => coveredBy(index, index.requestAuthentications.filter(takesOut));
