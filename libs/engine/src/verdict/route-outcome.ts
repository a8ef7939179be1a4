import type { Effect, Fact } from '../analysis.js';
import type { FieldPath, ObjectRef } from '../manifest/manifest.js';
import { factAt } from '../model/evidence.js';
import type { ParentRef, Route } from '../model/route.js';
import type { Draft } from './draft.js';

/** Why a parent gives a route nothing to do. */
export interface Unparented {
  readonly effect: Effect;
  readonly targets: readonly ObjectRef[];
  readonly facts: readonly Fact[];
}

/** What one parent comes to. */
export type RouteOutcome = readonly Draft[] | Unparented;

/** A parent that the snapshot does not hold. */
export const missing = (route: Route, at: FieldPath, { kind, namespace, name }: ParentRef): Unparented => ({
  effect: 'TARGET_NOT_FOUND',
  targets: [{ kind, namespace, name }],
  facts: [factAt(route.manifest, at, `There is no ${kind} ${namespace}/${name}.`)],
});
