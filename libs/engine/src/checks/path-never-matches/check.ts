import type { MeshSettings } from '../../model/model.js';
import { defineCheck } from '../define-check.js';
import { isReadByEnvoy, reportDeadValues, type WhyDead } from '../rule-values.js';

export const pathNeverMatches = defineCheck({
  id: 'path-never-matches',
  severity: 'error',
  title: 'A path that no request has once Envoy has normalised it',
  why: 'Envoy compares the path without query and fragment, and normalised as MeshConfig `pathNormalization` says; the values of policies are compared as they are written. A value that no normalised path can equal admits nothing, or denies nothing.',
  fix: 'Write the path as Envoy compares it: from `/`, without query, with plain letters, single slashes and no dot segments (as far as `pathNormalization` is set).',
  source:
    'istio pilot/pkg/security/authz/matcher/path.go; envoy source/common/http/path_utility.cc; confirmed by running (semantics 5.3, 14.20)',

  run({ model, index }, report) {
    const whyDead: WhyDead = (value, _field, policy) => {
      const why = deadBecause(value, model.mesh);
      return why !== null && isReadByEnvoy(index, policy) ? why : null;
    };
    reportDeadValues(index, ['paths', 'notPaths'], whyDead, report);
  },
});

/** Why no request has such a path; null when one may. */
function deadBecause(value: string, { pathNormalization: mode }: MeshSettings): string | null {
  if (/^[^/*{]/.test(value)) return 'which does not begin with `/` as every path does';
  if (value.includes('?')) return 'but the query is not part of the path';
  if (value.includes('#')) return 'but a fragment never reaches the server';
  if (mode === 'NONE') return null;
  if (value.includes('\\')) return 'but `\\` arrives as `/`';
  if (/\/\.\.?(\/|$)/.test(value)) return 'but dot segments are resolved before';
  if (/%(2[dDeE]|3\d|4[1-9A-Fa-f]|5[0-9aAfF]|6[1-9A-Fa-f]|7[0-9aAeE])/.test(value)) {
    return 'but such escapes arrive decoded';
  }
  if (mode === 'DECODE_AND_MERGE_SLASHES' && /%(2f|5c)/i.test(value)) return 'but escaped slashes arrive decoded';
  const merges = mode === 'MERGE_SLASHES' || mode === 'DECODE_AND_MERGE_SLASHES';
  return merges && /\/\/./.test(value) ? 'but repeated slashes arrive merged' : null;
}
