import { field as fieldIn, list, text } from '../../model/narrow.js';
import { compareVersions, isRelease, releaseOf } from '../../version/istio-version.js';
import type { CheckIndex } from '../check-index.js';
import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';

export const dryRunEnforcedAtZtunnel = defineCheck({
  id: 'dry-run-enforced-at-ztunnel',
  severity: 'error',
  title: 'A dry run that ztunnel enforces',
  why: 'Up to 1.25.1 istiod sent policies in dry run to ztunnel like any other. Since 1.29 it can mark them (AMBIENT_ENABLE_DRY_RUN_AUTHORIZATION_POLICY), but a ztunnel older than 1.29 does not know the mark. Either way what was only to be logged is denied.',
  fix: 'Upgrade istiod and every ztunnel first, or remove the policy.',
  source:
    'istio pilot/pkg/serviceregistry/ambient/authorization.go convertAuthorizationPolicy, pull requests 55414 and 58657 (semantics 4.1, 8)',

  run({ model, index }, report) {
    for (const policy of index.authorizationPolicies) {
      if (!policy.dryRun) continue;
      const all = index.verdictsOf(policy, 'ZTUNNEL');
      const old = index.once(oldZtunnel);
      const verdicts = all.filter(
        ({ effect }) => effect !== 'BYPASSED' && (effect !== 'DRY_RUN_LOGGED' || old !== null),
      );
      if (verdicts.length === 0) continue;
      const isLogged = verdicts.every(({ effect }) => effect === 'DRY_RUN_LOGGED');
      report({
        manifest: policy.manifest,
        field: ['metadata', 'annotations', 'istio.io/dry-run'],
        message: `${nameOf(policy)} asks for a dry run, which ${
          isLogged ? `ztunnel ${old} does not know` : `istiod ${model.istioVersion} does not know at ztunnel`
        }: the policy is enforced`,
        affected: verdicts.flatMap(({ targets }) => targets),
        evidence: verdicts[0]?.evidence ?? [],
      });
    }
  },
});

/** The release of a ztunnel DaemonSet that is older than dry runs; null when there is none or its image does not tell. */
function oldZtunnel({ model }: CheckIndex): string | null {
  for (const { body, name } of model.othersByKind.get('DaemonSet') ?? []) {
    if (name !== 'ztunnel') continue;
    const containers = list(fieldIn(fieldIn(fieldIn(body.spec, 'template'), 'spec'), 'containers'));
    for (const container of containers) {
      const image = text(fieldIn(container, 'image'));
      const tag = image.slice(image.lastIndexOf(':') + 1);
      if (isRelease(tag) && compareVersions(tag, '1.29') < 0) return releaseOf(tag);
    }
  }
  return null;
}
