import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Cluster, PolicyManifest as Manifest } from '@waymark/store';
import { ClusterType } from '../clusters/cluster.type.js';
import type { GraphqlContext } from '../graphql/context.js';
import { clustersOf } from './policies.resolver.js';
import { PolicyManifest } from './policy.type.js';
import { yamlOf } from './yaml-of.js';

@Resolver(() => PolicyManifest)
export class PolicyManifestsResolver {
  @ResolveField(() => [ClusterType])
  clusters(@Parent() { clusterIds }: Manifest, @Context() context: GraphqlContext): Promise<Cluster[]> {
    return clustersOf(clusterIds, context);
  }

  @ResolveField(() => String, { description: 'The object as YAML, without what the API server writes.' })
  yaml(@Parent() { body }: Manifest): string {
    return yamlOf(body);
  }
}
