import { ArgsType, Field, InputType, ObjectType } from '@nestjs/graphql';
import type {
  Effect as EffectValue,
  EnforcerType as EnforcerTypeValue,
  PathClass as PathClassValue,
} from '@waymark/engine';
import { connectionType, PageArgs } from '../graphql/connection.js';
import { Effect, EnforcerType, PathClass } from '../graphql/enums.js';
import { Enforcer, Fact, NodeType, ObjectRef, RuleEffect } from '../graphql/shared.types.js';

@ObjectType('Verdict', {
  implements: () => NodeType,
  description: 'What one policy comes to, at one enforcer, for one class of traffic.',
})
export class VerdictType extends NodeType {
  @Field(() => Enforcer)
  enforcer: Enforcer;
  @Field(() => PathClass, { nullable: true })
  pathClass: PathClassValue | null;
  @Field(() => Effect)
  effect: EffectValue;
  @Field(() => [RuleEffect])
  rules: RuleEffect[];
  @Field(() => [ObjectRef])
  targets: ObjectRef[];
  @Field(() => [Fact])
  evidence: Fact[];
}

export const VerdictConnection = connectionType('Verdict', () => VerdictType);

@InputType()
export class VerdictFilter {
  @Field(() => String, { nullable: true })
  cluster?: string | null;
  @Field(() => Effect, { nullable: true })
  effect?: EffectValue | null;
  @Field(() => EnforcerType, { nullable: true })
  enforcer?: EnforcerTypeValue | null;
  @Field(() => PathClass, { nullable: true })
  pathClass?: PathClassValue | null;
}

@ArgsType()
export class VerdictsArgs extends PageArgs {
  @Field(() => VerdictFilter, { nullable: true })
  filter?: VerdictFilter | null;
}
