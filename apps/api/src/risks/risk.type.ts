import { ArgsType, Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { connectionType, PageArgs } from '../graphql/connection.js';
import { DenyAllCause, FailOpenCause } from '../graphql/enums.js';
import { Fact, ObjectRef } from '../graphql/shared.types.js';

@ObjectType({ description: 'A policy of one cluster that denies all traffic to something, meant or not.' })
export class DenyAll {
  @Field(() => ID)
  id: string;
  @Field(() => DenyAllCause)
  cause: keyof typeof DenyAllCause;
  @Field({ description: 'Written so; false: it comes of how the policy is enforced.' })
  intended: boolean;
  @Field(() => Int, { description: 'Workloads and gateways to which nobody is admitted any more.' })
  workloads: number;
  @Field(() => Int, { description: 'Services to which nobody is admitted any more.' })
  services: number;
  @Field(() => [ObjectRef], { description: 'Those workloads, gateways and services.' })
  cutOff: ObjectRef[];
  @Field(() => [ObjectRef], {
    description: 'All that it covers; other policies may still admit somebody to some of it.',
  })
  covered: ObjectRef[];
  @Field(() => [ObjectRef], {
    description: 'Service accounts and namespaces that a policy means to admit and that are refused.',
  })
  callers: ObjectRef[];
  @Field(() => [Fact])
  evidence: Fact[];
}

@ObjectType({ description: 'A policy (or what it protects) of one cluster that does not hold back what it means to.' })
export class FailOpen {
  @Field(() => ID)
  id: string;
  @Field(() => FailOpenCause)
  cause: keyof typeof FailOpenCause;
  @Field(() => ObjectRef)
  object: ObjectRef;
  @Field(() => [ObjectRef])
  covered: ObjectRef[];
  @Field(() => [Fact])
  evidence: Fact[];
}

export const DenyAllConnection = connectionType('DenyAll', () => DenyAll);
export const FailOpenConnection = connectionType('FailOpen', () => FailOpen);

@InputType()
export class DenyAllFilter {
  @Field(() => DenyAllCause, { nullable: true })
  cause?: keyof typeof DenyAllCause | null;
  @Field(() => Boolean, { nullable: true })
  intended?: boolean | null;
  @Field(() => String, { nullable: true })
  cluster?: string | null;
  @Field(() => String, { nullable: true })
  namespace?: string | null;
}

@InputType()
export class FailOpenFilter {
  @Field(() => FailOpenCause, { nullable: true })
  cause?: keyof typeof FailOpenCause | null;
  @Field(() => String, { nullable: true })
  cluster?: string | null;
  @Field(() => String, { nullable: true })
  namespace?: string | null;
}

@ArgsType()
export class DenyAllsArgs extends PageArgs {
  @Field(() => DenyAllFilter, { nullable: true })
  filter?: DenyAllFilter | null;
}

@ArgsType()
export class FailOpensArgs extends PageArgs {
  @Field(() => FailOpenFilter, { nullable: true })
  filter?: FailOpenFilter | null;
}
