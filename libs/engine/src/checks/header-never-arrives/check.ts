import { labelValue } from '../../model/narrow.js';
import { defineCheck } from '../define-check.js';
import { harmOfDeadMatch } from '../rule-values.js';
import { nameOf } from '../say.js';

export const headerNeverArrives = defineCheck({
  id: 'header-never-arrives',
  severity: 'error',
  title: 'A rule about a header that the waypoint removes',
  why: 'A waypoint removes the `x-forwarded-client-cert` header of a request before it evaluates policies, so that no client can forge one. A rule that wants a value of it never matches.',
  fix: 'Ask for the identity itself: `principals`, `namespaces` or `serviceAccounts`.',
  source:
    'istio pilot/pkg/networking/core/listener_waypoint.go buildWaypointHTTPFilters; confirmed by running (semantics 5.3, 5.6)',

  run({ model, index }, report) {
    for (const { policy, field } of index.fieldsNamed('when.request.headers')) {
      if (!/\[x-forwarded-client-cert\]$/i.test(field.name)) continue;
      const verdicts = index.verdictsOf(policy, 'WAYPOINT');
      if (verdicts.length === 0) continue;
      // Since 1.30 a waypoint can be told to write the header itself (semantics 5.6).
      if (model.gateways.some(({ annotations }) => labelValue(annotations, WRITES_HEADER) === 'true')) continue;
      report({
        manifest: policy.manifest,
        field: field.path,
        message: `${nameOf(policy)} compares the header x-forwarded-client-cert, which the waypoint removes: it ${harmOfDeadMatch({ policy, field })}`,
        affected: index.evaluatedFor(policy),
        evidence: verdicts[0]?.evidence ?? [],
        cause: field.negative ? 'notValues' : 'values',
      });
    }
  },
});

const WRITES_HEADER = 'ambient.istio.io/xfcc-include-client-identity';
