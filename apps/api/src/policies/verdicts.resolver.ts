import { Context, ID, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Cluster, LogicalPolicy, StoredVerdict } from '@waymark/store';
import { ClusterType } from '../clusters/cluster.type.js';
import type { GraphqlContext } from '../graphql/context.js';
import { encodeId } from '../graphql/node-id.js';
import { present } from '../graphql/present.js';
import { PolicyType } from './policy.type.js';
import { VerdictType } from './verdict.type.js';

@Resolver(() => VerdictType)
export class VerdictsResolver {
  @ResolveField(() => ID)
  id(@Parent() verdict: StoredVerdict): string {
    return encodeId('Verdict', verdict.id);
  }

  @ResolveField(() => ClusterType)
  cluster(@Parent() { clusterId }: StoredVerdict, @Context() { loaders }: GraphqlContext): Promise<Cluster> {
    return present(loaders.clusters.load(clusterId), 'The cluster of a verdict');
  }

  @ResolveField(() => PolicyType)
  policy(@Parent() { policyId }: StoredVerdict, @Context() { loaders }: GraphqlContext): Promise<LogicalPolicy> {
    return present(loaders.policies.load(policyId), 'The policy of a verdict');
  }
}
