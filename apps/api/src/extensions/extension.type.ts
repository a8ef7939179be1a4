import { ArgsType, Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { connectionType, PageArgs } from '../graphql/connection.js';
import { ObjectRef } from '../graphql/shared.types.js';

@ObjectType({ description: 'A patch of an EnvoyFilter.' })
export class ExtensionPatch {
  @Field()
  applyTo: string;
  @Field()
  operation: string;
  @Field({ description: 'Name of the filter or resource that it brings or names; empty when it does not say.' })
  name: string;
}

@ObjectType({ description: 'A cluster that has the extension.' })
export class ExtensionCluster {
  @Field()
  name: string;
  @Field(() => Int, { description: 'How many proxies run it: gateways and waypoints, and workloads with a sidecar.' })
  proxies: number;
  @Field(() => [ObjectRef], { description: 'Those proxies.' })
  runsIn: ObjectRef[];
  @Field({ description: 'No proxy of this cluster runs it.' })
  orphaned: boolean;
}

@ObjectType({
  description: 'One version of a WasmPlugin, TrafficExtension or EnvoyFilter, over the clusters that have it.',
})
export class Extension {
  @Field(() => ID)
  id: string;
  @Field()
  kind: string;
  @Field()
  namespace: string;
  @Field()
  name: string;
  @Field({ description: 'Address of the module without tag and digest, `inline`, or what the patches do.' })
  source: string;
  @Field(() => String, { nullable: true })
  tag: string | null;
  @Field(() => String, {
    nullable: true,
    description:
      'sha256 of the module when the object says it; of the meaning of the object when its code stands in it.',
  })
  digest: string | null;
  @Field({ description: 'The same bytes run until the object itself changes.' })
  pinned: boolean;
  @Field({ description: 'Code stands in the object itself.' })
  inline: boolean;
  @Field(() => String, {
    nullable: true,
    description: 'The `team` or `owner` label of the object, else of its namespace.',
  })
  team: string | null;
  @Field(() => [ExtensionPatch])
  patches: ExtensionPatch[];
  @Field(() => [ExtensionCluster])
  clusters: ExtensionCluster[];
  @Field({ description: 'In at least one of the clusters no proxy runs it.' })
  orphaned: boolean;
}

export const ExtensionConnection = connectionType('Extension', () => Extension);

@InputType()
export class ExtensionFilter {
  @Field(() => String, { nullable: true })
  kind?: string | null;
  @Field(() => String, { nullable: true })
  namespace?: string | null;
  @Field(() => String, { nullable: true })
  team?: string | null;
  @Field(() => String, { nullable: true })
  cluster?: string | null;
  @Field(() => Boolean, { nullable: true })
  pinned?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: 'Of the clusters, those where no proxy runs it (or one does).' })
  orphaned?: boolean | null;
}

@ArgsType()
export class ExtensionsArgs extends PageArgs {
  @Field(() => ExtensionFilter, { nullable: true })
  filter?: ExtensionFilter | null;
}
