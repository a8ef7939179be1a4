import { ArgsType, Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { Severity as SeverityValue } from '@waymark/engine';
import { connectionType, PageArgs } from '../graphql/connection.js';
import { FindingOrder, FindingState, Severity } from '../graphql/enums.js';
import { Fact, NodeType, ObjectRef } from '../graphql/shared.types.js';

@ObjectType({ description: 'The annotation that asks to ignore a finding: why, and where that stands.' })
export class Suppression {
  @Field()
  reason: string;
  @Field()
  field: string;
  @Field()
  file: string;
  @Field(() => Int)
  line: number;
}

@ObjectType('Finding', { implements: () => NodeType, description: 'What a check reports about one cluster.' })
export class FindingType extends NodeType {
  @Field()
  check: string;
  @Field(() => Severity)
  severity: SeverityValue;
  @Field(() => FindingState)
  state: keyof typeof FindingState;
  @Field()
  message: string;
  @Field(() => ObjectRef)
  object: ObjectRef;
  @Field()
  field: string;
  @Field()
  file: string;
  @Field(() => Int)
  line: number;
  @Field()
  firstSeen: Date;
  @Field()
  lastSeen: Date;
  @Field(() => Int, { description: 'How often it came back after it was fixed.' })
  reopened: number;
  @Field(() => [ObjectRef])
  affected: ObjectRef[];
  @Field(() => [Fact])
  evidence: Fact[];
  @Field(() => Suppression, { nullable: true, description: 'Null unless it is, or was until fixed, suppressed.' })
  suppression: Suppression | null;
}

export const FindingConnection = connectionType('Finding', () => FindingType);

@InputType()
export class FindingFilter {
  @Field(() => Severity, { nullable: true })
  severity?: SeverityValue | null;
  @Field(() => FindingState, { nullable: true })
  state?: keyof typeof FindingState | null;
  @Field(() => String, { nullable: true })
  check?: string | null;
  @Field(() => String, { nullable: true })
  cluster?: string | null;
  @Field(() => String, { nullable: true })
  namespace?: string | null;
  @Field(() => String, { nullable: true })
  kind?: string | null;
  @Field(() => String, { nullable: true, description: 'Name of the object.' })
  name?: string | null;
}

@ArgsType()
export class FindingsArgs extends PageArgs {
  @Field(() => FindingFilter, { nullable: true })
  filter?: FindingFilter | null;
  @Field(() => FindingOrder, { nullable: true })
  orderBy?: keyof typeof FindingOrder | null;
}
