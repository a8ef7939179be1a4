import { Args, Context, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type Cluster, ClusterRepository, type Snapshot, type StoredFinding } from '@waymark/store';
import { FindingConnection, FindingsArgs } from '../findings/finding.type.js';
import { findingListOf } from '../findings/finding-list.js';
import { type Connection, PageArgs } from '../graphql/connection.js';
import type { GraphqlContext } from '../graphql/context.js';
import { effectCountsOf } from '../graphql/counts.js';
import { keyValues, labelsOf } from '../graphql/key-values.js';
import { encodeId } from '../graphql/node-id.js';
import { checkedPage } from '../graphql/page.js';
import { EffectCount, KeyValue } from '../graphql/shared.types.js';
import { toConnection } from '../graphql/to-connection.js';
import { SnapshotConnection, SnapshotType } from '../snapshots/snapshot.type.js';
import { ClusterConnection, ClustersArgs, ClusterType } from './cluster.type.js';

@Resolver(() => ClusterType)
export class ClustersResolver {
  constructor(private readonly store: ClusterRepository) {}

  @Query(() => ClusterConnection)
  async clusters(@Args() args: ClustersArgs, @Context() { viewer }: GraphqlContext): Promise<Connection<Cluster>> {
    const { labels, ...filter } = args.filter ?? {};
    const page = await this.store.list(viewer, checkedPage(args), {
      filter: {
        ...filter,
        labels: labels == null ? null : labelsOf(labels),
      },
      order: args.orderBy ?? 'NAME',
    });
    return toConnection(page, args.after);
  }

  @Query(() => ClusterType, { nullable: true })
  cluster(@Args('name') name: string, @Context() { viewer }: GraphqlContext): Promise<Cluster | null> {
    return this.store.byName(viewer, name);
  }

  @ResolveField(() => ID)
  id(@Parent() cluster: Cluster): string {
    return encodeId('Cluster', cluster.id);
  }

  @ResolveField(() => [KeyValue])
  labels(@Parent() cluster: Cluster): KeyValue[] {
    return keyValues(cluster.labels);
  }

  @ResolveField(() => [EffectCount])
  effectCounts(@Parent() cluster: Cluster): EffectCount[] {
    return effectCountsOf(cluster.effectCounts);
  }

  @ResolveField(() => SnapshotType, { nullable: true })
  lastSnapshot(@Parent() cluster: Cluster, @Context() { loaders }: GraphqlContext): Promise<Snapshot | null> {
    return loaders.currentSnapshots.load(cluster.id);
  }

  @ResolveField(() => SnapshotConnection)
  async snapshots(
    @Parent() cluster: Cluster,
    @Args() args: PageArgs,
    @Context() { loaders }: GraphqlContext,
  ): Promise<Connection<Snapshot>> {
    return toConnection(await loaders.snapshotsOfClusters(checkedPage(args)).load(cluster.id), args.after);
  }

  @ResolveField(() => FindingConnection)
  async findings(
    @Parent() cluster: Cluster,
    @Args() args: FindingsArgs,
    @Context() { loaders }: GraphqlContext,
  ): Promise<Connection<StoredFinding>> {
    const pages = loaders.findingsOfClusters(checkedPage(args), findingListOf(args));
    return toConnection(await pages.load(cluster.id), args.after);
  }
}
