import { Args, Context, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import {
  type Cluster,
  type DriftCell as Cell,
  DriftRepository,
  type DriftRow as Row,
  type LogicalPolicy,
  policyId,
} from '@waymark/store';
import { ClusterType } from '../clusters/cluster.type.js';
import type { Connection } from '../graphql/connection.js';
import type { GraphqlContext } from '../graphql/context.js';
import { encodeId } from '../graphql/node-id.js';
import { checkedPage } from '../graphql/page.js';
import { present } from '../graphql/present.js';
import { toConnection } from '../graphql/to-connection.js';
import { PolicyType } from '../policies/policy.type.js';
import { DriftArgs, DriftCell, DriftConnection, DriftRow } from './drift.type.js';

@Resolver(() => DriftRow)
export class DriftResolver {
  constructor(private readonly store: DriftRepository) {}

  @Query(() => DriftConnection, {
    description: 'Where the clusters of a cohort differ, although they should be equal.',
  })
  async drift(@Args() args: DriftArgs, @Context() { viewer }: GraphqlContext): Promise<Connection<Row>> {
    const { cohort, aspect, only, baseline } = args;
    const request = { cohort, aspect: aspect ?? null, only: only ?? null, baseline: baseline ?? null };
    return toConnection(await this.store.list(viewer, checkedPage(args), request), args.after);
  }

  @ResolveField(() => ID)
  id(@Parent() { aspect, object }: Row): string {
    return encodeId('DriftRow', `${aspect}/${object.kind}/${object.namespace}/${object.name}`);
  }

  @ResolveField(() => PolicyType, { nullable: true, description: 'The policy; null for what is none.' })
  policy(@Parent() { object }: Row, @Context() { loaders }: GraphqlContext): Promise<LogicalPolicy | null> {
    return loaders.policies.load(policyId(object));
  }

  @ResolveField(() => ClusterType, {
    description: 'What the reasons compare with: the chosen baseline, else the first cluster that is as most are.',
  })
  baseline(@Parent() { baselineId }: Row, @Context() { loaders }: GraphqlContext): Promise<Cluster> {
    return present(loaders.clusters.load(baselineId), 'The baseline of a row');
  }
}

@Resolver(() => DriftCell)
export class DriftCellsResolver {
  @ResolveField(() => ClusterType)
  cluster(@Parent() { clusterId }: Cell, @Context() { loaders }: GraphqlContext): Promise<Cluster> {
    return present(loaders.clusters.load(clusterId), 'The cluster of a cell');
  }
}
