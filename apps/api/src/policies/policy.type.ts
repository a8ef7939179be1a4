import { ArgsType, Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { Effect as EffectValue, EnforcerType as EnforcerTypeValue } from '@waymark/engine';
import { connectionType, PageArgs } from '../graphql/connection.js';
import { Effect, EnforcerType } from '../graphql/enums.js';
import { EffectCount, EnforcerCount, NodeType } from '../graphql/shared.types.js';

@ObjectType({ description: 'The manifest of a policy in one cluster (or several that hold the same text).' })
export class PolicyManifest {
  @Field()
  digest: string;
  @Field({ description: 'The object as YAML, without what the API server writes.' })
  yaml: string;
  @Field()
  file: string;
  @Field(() => Int)
  line: number;
}

@ObjectType('Policy', {
  implements: () => NodeType,
  description: 'A logical policy: kind, namespace and name over all clusters.',
})
export class PolicyType extends NodeType {
  @Field()
  kind: string;
  @Field()
  namespace: string;
  @Field()
  name: string;
  @Field(() => String, { nullable: true, description: 'AuthorizationPolicy only.' })
  action: string | null;
  @Field(() => Int)
  clusterCount: number;
  @Field(() => [EnforcerCount])
  enforcerCounts: EnforcerCount[];
  @Field(() => [EffectCount])
  effectCounts: EffectCount[];
}

export const PolicyConnection = connectionType('Policy', () => PolicyType);

@InputType()
export class PolicyFilter {
  @Field(() => String, { nullable: true })
  kind?: string | null;
  @Field(() => String, { nullable: true })
  namespace?: string | null;
  @Field(() => String, { nullable: true, description: 'Part of the name, whatever its case.' })
  name?: string | null;
  @Field(() => String, { nullable: true })
  cluster?: string | null;
  @Field(() => Effect, { nullable: true })
  effect?: EffectValue | null;
  @Field(() => EnforcerType, { nullable: true })
  enforcer?: EnforcerTypeValue | null;
}

@ArgsType()
export class PoliciesArgs extends PageArgs {
  @Field(() => PolicyFilter, { nullable: true })
  filter?: PolicyFilter | null;
}
