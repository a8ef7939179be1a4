import { Field, Int, ObjectType } from '@nestjs/graphql';
import { EffectCount, FindingCounts } from '../graphql/shared.types.js';
import { CheckType } from '../checks/check.type.js';

@ObjectType()
export class CheckCount {
  @Field(() => CheckType)
  check: CheckType;
  @Field(() => Int)
  open: number;
  @Field(() => Int)
  clusters: number;
}

@ObjectType({ description: 'The fleet in one look.' })
export class FleetSummary {
  @Field(() => Int)
  clusters: number;
  @Field(() => Int)
  freshClusters: number;
  @Field(() => Int)
  staleClusters: number;
  @Field(() => Int)
  silentClusters: number;
  @Field(() => Int)
  policies: number;
  @Field(() => FindingCounts)
  findingCounts: FindingCounts;
  @Field(() => [EffectCount])
  effectCounts: EffectCount[];
  @Field(() => [CheckCount])
  checks: CheckCount[];
  @Field(() => Date, { nullable: true, description: 'When the oldest current snapshot was captured.' })
  dataFrom: Date | null;
  @Field(() => Date, { nullable: true, description: 'When the newest current snapshot was captured.' })
  dataTo: Date | null;
}
