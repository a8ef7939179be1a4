import type { Effect, EnforcerType, PathClass, Verdict } from '../analysis.js';
import type { Manifest } from '../manifest/manifest.js';
import type { ModelOptions } from '../model/build.js';
import { judge } from '../verdict/judge.js';
import { modelOf } from './model-of.js';

/** `WAYPOINT SERVICE_ADDRESSED AS_WRITTEN`, or `NOBODY TARGET_NOT_BOUND`. */
export const verdictLine = ({ enforcer, pathClass, effect }: Verdict): string =>
  [enforcer.type, ...(pathClass === null ? [] : [pathClass]), effect].join(' ');

/** The verdicts of one policy of a small cluster. */
export const verdictsAbout = (
  name: string,
  manifests: readonly Manifest[],
  options: ModelOptions = {},
): readonly Verdict[] => judge(modelOf(manifests, options)).filter(({ policy }) => policy.name === name);

/** The one verdict of a policy at an enforcer for a class of traffic; throws when there is none or several. */
export function verdictOn(verdicts: readonly Verdict[], type: EnforcerType, pathClass: PathClass | null): Verdict {
  const found = verdicts.filter((verdict) => verdict.enforcer.type === type && verdict.pathClass === pathClass);
  const [only] = found;
  if (only === undefined || found.length > 1) throw new Error(verdicts.map(verdictLine).join('\n'));
  return only;
}

/** The effect of that verdict. */
export const effectOn = (verdicts: readonly Verdict[], type: EnforcerType, pathClass: PathClass | null): Effect =>
  verdictOn(verdicts, type, pathClass).effect;
