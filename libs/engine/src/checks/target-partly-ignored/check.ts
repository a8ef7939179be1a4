import { defineCheck } from '../define-check.js';
import { listed, nameOf } from '../say.js';
import { targetsOfPolicy } from '../targets.js';

export const targetPartlyIgnored = defineCheck({
  id: 'target-partly-ignored',
  severity: 'warning',
  title: 'An EnvoyFilter that takes effect for some of its targets only',
  why: 'Waypoints look for their Gateway and their GatewayClass in the targets of an EnvoyFilter, and never for Services and ServiceEntries. These pass validation beside the others and are ignored.',
  fix: 'Name the Gateway of the waypoint alone; it cannot be narrowed to a Service.',
  source: 'istio pilot/pkg/model/push_context.go getMatchedEnvoyFilters (semantics 3.7, 10.2 TR_PARTIAL)',

  run(input, report) {
    for (const policy of input.model.policies) {
      if (policy.kind !== 'EnvoyFilter' || policy.targetRefs.length < 2) continue;
      const targets = targetsOfPolicy(input, policy);
      const ignored = targets.filter(({ target }) => target.kind === 'SERVICE');
      const [first] = ignored;
      // Where all of them are, envoy-filter-reaches-nothing tells it.
      if (first === undefined || targets.every(({ target }) => target.kind === 'SERVICE' || target.kind === 'NONE'))
        continue;
      report({
        manifest: policy.manifest,
        field: first.field,
        message: `${nameOf(policy)} changes nothing for ${listed(ignored.map(({ ref }) => `${ref.kind} ${ref.name}`))}, which waypoints do not look for in an EnvoyFilter; its other targets count`,
        affected: ignored.flatMap(({ services }) => services),
        evidence: input.index.verdictsOf(policy)[0]?.evidence ?? [],
      });
    }
  },
});
