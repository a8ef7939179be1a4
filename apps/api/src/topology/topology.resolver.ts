import { Args, Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Topology as TopologyValue } from '@waymark/engine';
import type { Cluster } from '@waymark/store';
import { ClusterType } from '../clusters/cluster.type.js';
import type { GraphqlContext } from '../graphql/context.js';
import { ModelPool } from '../models/model-pool.js';
import { Topology } from './topology.type.js';

@Resolver(() => ClusterType)
export class TopologyResolver {
  constructor(private readonly models: ModelPool) {}

  @ResolveField(() => Topology, {
    nullable: true,
    description: 'One namespace as it stands in the current snapshot; null when there is none of that name.',
  })
  async topology(
    @Parent() cluster: Cluster,
    @Args('namespace') namespace: string,
    @Context() { loaders }: GraphqlContext,
  ): Promise<TopologyValue | null> {
    const snapshot = await loaders.currentSnapshots.load(cluster.id);
    return snapshot === null ? null : this.models.topology(snapshot.id, namespace);
  }
}
