import { ArgsType, Field, ID, ObjectType } from '@nestjs/graphql';
import type { Effect as EffectValue, PathClass as PathClassValue, Severity as SeverityValue } from '@waymark/engine';
import { connectionType } from '../graphql/connection.js';
import { Change, ChangeCause, Effect, PathClass, Severity } from '../graphql/enums.js';
import { Enforcer, FindingCounts, ObjectRef } from '../graphql/shared.types.js';

@ObjectType()
export class ObjectChange {
  @Field(() => Change)
  change: keyof typeof Change;
  @Field(() => ObjectRef)
  object: ObjectRef;
  @Field(() => String, { nullable: true, description: 'sha256 of the manifest in the older snapshot.' })
  before: string | null;
  @Field(() => String, { nullable: true, description: 'sha256 of the manifest in the newer snapshot.' })
  after: string | null;
}

@ObjectType({ description: 'A verdict whose effect changed is one that was removed and one that was added.' })
export class VerdictChange {
  @Field(() => Change)
  change: keyof typeof Change;
  @Field(() => ChangeCause)
  cause: keyof typeof ChangeCause;
  @Field(() => ObjectRef)
  policy: ObjectRef;
  @Field(() => Enforcer)
  enforcer: Enforcer;
  @Field(() => PathClass, { nullable: true })
  pathClass: PathClassValue | null;
  @Field(() => Effect)
  effect: EffectValue;
}

@ObjectType({ description: 'ADDED: opened or reopened. REMOVED: fixed. CHANGED: says something else.' })
export class FindingChange {
  @Field(() => Change)
  change: keyof typeof Change;
  @Field(() => ChangeCause)
  cause: keyof typeof ChangeCause;
  @Field()
  check: string;
  @Field(() => Severity)
  severity: SeverityValue;
  @Field(() => ObjectRef)
  object: ObjectRef;
  @Field({ description: 'What it said in the newer snapshot; of one that was fixed, in the older.' })
  message: string;
}

export const ObjectChangeConnection = connectionType('ObjectChange', () => ObjectChange);
export const VerdictChangeConnection = connectionType('VerdictChange', () => VerdictChange);
export const FindingChangeConnection = connectionType('FindingChange', () => FindingChange);

@ObjectType({ description: 'What changed from an older snapshot to a newer one of the same cluster.' })
export class SnapshotChanges {
  @Field({
    description:
      'Both snapshots have answers of their own. When not (late, failed, not analysed yet), no verdicts and findings are listed.',
  })
  answered: boolean;
}

@ArgsType()
export class ChangesArgs {
  @Field(() => ID, { description: 'The older snapshot.' })
  from: string;
  @Field(() => ID, { description: 'The newer snapshot.' })
  to: string;
}

@ObjectType({ description: 'One day (UTC, by capture time) of the findings of some clusters.' })
export class TrendDay {
  @Field({ description: 'For example 2026-11-24.' })
  day: string;
  @Field(() => FindingCounts, { description: 'At the end of the day.' })
  open: FindingCounts;
  @Field(() => FindingCounts, { description: 'On this day, by what changed in the clusters.' })
  opened: FindingCounts;
  @Field(() => FindingCounts)
  fixed: FindingCounts;
  @Field(() => FindingCounts, { description: 'On this day, because another engine answered for the same snapshot.' })
  openedByEngine: FindingCounts;
  @Field(() => FindingCounts)
  fixedByEngine: FindingCounts;
}

/** Days that one trend may have. */
export const LONGEST_TREND = 366;

@ArgsType()
export class TrendArgs {
  @Field({ description: 'First day, such as 2026-11-01.' })
  from: string;
  @Field({ description: `Last day; at most ${LONGEST_TREND} days.` })
  to: string;
  @Field(() => String, { nullable: true, description: 'Name of a cohort.' })
  cohort?: string | null;
  @Field(() => String, { nullable: true, description: 'Name of a cluster.' })
  cluster?: string | null;
}
