import { ArgsType, Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { EnforcerType as EnforcerTypeValue } from '@waymark/engine';
import { connectionType, PageArgs } from '../graphql/connection.js';
import { ClusterOrder, EnforcerType, Freshness } from '../graphql/enums.js';
import { EffectCount, FindingCounts, KeyValue, NodeType } from '../graphql/shared.types.js';

@ObjectType()
export class NamespaceSummary {
  @Field()
  name: string;
  @Field()
  mode: string;
  @Field(() => Int)
  workloads: number;
  @Field(() => Int)
  capturedWorkloads: number;
  @Field(() => Int)
  services: number;
  @Field(() => String, { nullable: true })
  waypoint: string | null;
}

@ObjectType()
export class WaypointSummary {
  @Field()
  namespace: string;
  @Field()
  name: string;
  @Field(() => EnforcerType)
  type: EnforcerTypeValue;
  @Field()
  waypointFor: string;
  @Field()
  ready: string;
  @Field(() => Int)
  boundServices: number;
  @Field(() => Int)
  boundWorkloads: number;
}

@ObjectType('Cluster', { implements: () => NodeType, description: 'One Kubernetes cluster as it is known now.' })
export class ClusterType extends NodeType {
  @Field()
  name: string;
  @Field(() => [KeyValue])
  labels: KeyValue[];
  @Field(() => String, { nullable: true })
  istioVersion: string | null;
  @Field(() => String, { nullable: true })
  istioVersionSource: string | null;
  @Field(() => String, { nullable: true })
  rootNamespace: string | null;
  @Field(() => String, { nullable: true })
  trustDomain: string | null;
  @Field(() => Freshness)
  freshness: keyof typeof Freshness;
  @Field(() => FindingCounts)
  findingCounts: FindingCounts;
  @Field(() => [EffectCount], { description: 'Verdicts of the current analysis by effect.' })
  effectCounts: EffectCount[];
  @Field(() => Int)
  policyCount: number;
  @Field(() => Int)
  workloadCount: number;
  @Field(() => Int)
  capturedWorkloadCount: number;
  @Field(() => [NamespaceSummary])
  namespaces: NamespaceSummary[];
  @Field(() => [WaypointSummary])
  waypoints: WaypointSummary[];
}

export const ClusterConnection = connectionType('Cluster', () => ClusterType);

@InputType()
export class LabelInput {
  @Field()
  key: string;
  @Field()
  value: string;
}

@InputType()
export class ClusterFilter {
  @Field(() => String, { nullable: true, description: 'Part of the name, whatever its case.' })
  name?: string | null;
  @Field(() => [LabelInput], { nullable: true })
  labels?: LabelInput[] | null;
  @Field(() => Freshness, { nullable: true })
  freshness?: keyof typeof Freshness | null;
}

@ArgsType()
export class ClustersArgs extends PageArgs {
  @Field(() => ClusterFilter, { nullable: true })
  filter?: ClusterFilter | null;
  @Field(() => ClusterOrder, { nullable: true })
  orderBy?: keyof typeof ClusterOrder | null;
}
