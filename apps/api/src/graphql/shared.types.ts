import { Field, ID, Int, InterfaceType, ObjectType } from '@nestjs/graphql';
import type {
  Effect as EffectValue,
  EnforcerType as EnforcerTypeValue,
  RuleEffect as RuleEffectValue,
} from '@waymark/engine';
import { Effect, EnforcerType, RuleEffectKind } from './enums.js';

@InterfaceType('Node', { resolveType: ({ __typename }: { __typename: string }) => __typename })
export abstract class NodeType {
  @Field(() => ID)
  id: string;
}

@ObjectType({ description: 'A Kubernetes object inside a cluster. `namespace` is empty for cluster-scoped kinds.' })
export class ObjectRef {
  @Field()
  kind: string;
  @Field()
  namespace: string;
  @Field()
  name: string;
}

@ObjectType()
export class KeyValue {
  @Field()
  key: string;
  @Field()
  value: string;
}

@ObjectType()
export class FindingCounts {
  @Field(() => Int)
  error: number;
  @Field(() => Int)
  warning: number;
  @Field(() => Int)
  info: number;
}

@ObjectType()
export class EffectCount {
  @Field(() => Effect)
  effect: EffectValue;
  @Field(() => Int)
  count: number;
}

@ObjectType()
export class EnforcerCount {
  @Field(() => EnforcerType)
  type: EnforcerTypeValue;
  @Field(() => Int)
  count: number;
}

@ObjectType()
export class Enforcer {
  @Field(() => EnforcerType)
  type: EnforcerTypeValue;
  @Field()
  namespace: string;
  @Field()
  name: string;
}

@ObjectType({ description: 'One link of the chain of reasons, and where to check it.' })
export class Fact {
  @Field()
  fact: string;
  @Field(() => ObjectRef)
  object: ObjectRef;
  @Field()
  field: string;
  @Field()
  file: string;
  @Field(() => Int)
  line: number;
}

@ObjectType('RuleEffect')
export class RuleEffect {
  @Field(() => Int)
  index: number;
  @Field(() => RuleEffectKind)
  effect: RuleEffectValue;
}

@ObjectType()
export class SkippedObject {
  @Field()
  file: string;
  @Field(() => Int)
  line: number;
  @Field()
  reason: string;
  @Field()
  message: string;
  @Field(() => ObjectRef, { nullable: true })
  object?: ObjectRef;
  @Field(() => String, { nullable: true, description: 'Dotted path of the field that is wrong.' })
  field?: string;
}
