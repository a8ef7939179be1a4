import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';

export const headerAlwaysPresent = defineCheck({
  id: 'header-always-present',
  severity: 'warning',
  title: 'A condition that a header is present which Envoy adds itself',
  why: 'Envoy gives every request the headers `x-request-id` and `x-forwarded-proto` before policies are evaluated. That one of them is present says nothing about the client, so the condition always holds.',
  fix: 'Compare the value of a header that clients set, or better the identity of the client.',
  source: 'envoy http_connection_manager; confirmed by running (semantics 5.3)',

  run({ index }, report) {
    for (const { policy, field } of index.fieldsNamed('when.request.headers')) {
      const header = /\[(x-request-id|x-forwarded-proto)\]$/i.exec(field.name)?.[1];
      const position = field.values.indexOf('*');
      if (header === undefined || position < 0) continue;
      const verdicts = index.verdictsOf(policy, 'WAYPOINT');
      if (verdicts.length === 0) continue;
      report({
        manifest: policy.manifest,
        field: [...field.path, position],
        message: `${nameOf(policy)} asks whether the header ${header} is present, which Envoy adds to every request: the condition ${
          field.negative ? 'never' : 'always'
        } holds`,
        affected: index.evaluatedFor(policy),
        evidence: verdicts[0]?.evidence ?? [],
        cause: `${header}${String(field.negative)}`,
      });
    }
  },
});
