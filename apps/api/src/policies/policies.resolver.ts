import { Args, Context, ID, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import {
  type Cluster,
  type FindingCounts as Counts,
  type LogicalPolicy,
  type PolicyManifest as Manifest,
  PolicyRepository,
  type StoredFinding,
  type StoredVerdict,
} from '@waymark/store';
import { ClusterType } from '../clusters/cluster.type.js';
import { findingListOf } from '../findings/finding-list.js';
import { FindingConnection, FindingsArgs } from '../findings/finding.type.js';
import type { Connection } from '../graphql/connection.js';
import type { GraphqlContext } from '../graphql/context.js';
import { effectCountsOf, enforcerCountsOf } from '../graphql/counts.js';
import { encodeId, keyOf } from '../graphql/node-id.js';
import { checkedPage } from '../graphql/page.js';
import { EffectCount, EnforcerCount, FindingCounts } from '../graphql/shared.types.js';
import { toConnection } from '../graphql/to-connection.js';
import { PoliciesArgs, PolicyConnection, PolicyManifest, PolicyType } from './policy.type.js';
import { VerdictConnection, VerdictsArgs } from './verdict.type.js';

@Resolver(() => PolicyType)
export class PoliciesResolver {
  constructor(private readonly store: PolicyRepository) {}

  @Query(() => PolicyConnection)
  async policies(
    @Args() args: PoliciesArgs,
    @Context() { viewer }: GraphqlContext,
  ): Promise<Connection<LogicalPolicy>> {
    return toConnection(await this.store.list(viewer, checkedPage(args), { ...args.filter }), args.after);
  }

  @Query(() => PolicyType, { nullable: true })
  async policy(
    @Args('id', { type: () => ID }) id: string,
    @Context() { loaders }: GraphqlContext,
  ): Promise<LogicalPolicy | null> {
    const key = keyOf('Policy', id);
    return key === undefined ? null : loaders.policies.load(key);
  }

  @ResolveField(() => ID)
  id(@Parent() policy: LogicalPolicy): string {
    return encodeId('Policy', policy.id);
  }

  @ResolveField(() => Int)
  clusterCount(@Parent() { clusterIds }: LogicalPolicy): number {
    return clusterIds.length;
  }

  @ResolveField(() => [ClusterType])
  clusters(@Parent() { clusterIds }: LogicalPolicy, @Context() context: GraphqlContext): Promise<Cluster[]> {
    return clustersOf(clusterIds, context);
  }

  @ResolveField(() => [EnforcerCount])
  enforcerCounts(@Parent() policy: LogicalPolicy): EnforcerCount[] {
    return enforcerCountsOf(policy.enforcerCounts);
  }

  @ResolveField(() => [EffectCount])
  effectCounts(@Parent() policy: LogicalPolicy): EffectCount[] {
    return effectCountsOf(policy.effectCounts);
  }

  @ResolveField(() => FindingCounts)
  findingCounts(@Parent() policy: LogicalPolicy, @Context() { loaders }: GraphqlContext): Promise<Counts> {
    return loaders.findingCountsOfPolicies.load(policy.id);
  }

  @ResolveField(() => [PolicyManifest], { description: 'Its different manifests, the most common first.' })
  manifests(@Parent() policy: LogicalPolicy, @Context() { loaders }: GraphqlContext): Promise<readonly Manifest[]> {
    return loaders.manifestsOfPolicies.load(policy.id);
  }

  @ResolveField(() => VerdictConnection)
  async verdicts(
    @Parent() policy: LogicalPolicy,
    @Args() args: VerdictsArgs,
    @Context() { loaders }: GraphqlContext,
  ): Promise<Connection<StoredVerdict>> {
    const pages = loaders.verdictsOfPolicies(checkedPage(args), { ...args.filter });
    return toConnection(await pages.load(policy.id), args.after);
  }

  @ResolveField(() => FindingConnection)
  async findings(
    @Parent() policy: LogicalPolicy,
    @Args() args: FindingsArgs,
    @Context() { loaders }: GraphqlContext,
  ): Promise<Connection<StoredFinding>> {
    const pages = loaders.findingsOfPolicies(checkedPage(args), findingListOf(args));
    return toConnection(await pages.load(policy.id), args.after);
  }
}

/** Those that still exist. */
export async function clustersOf(ids: readonly string[], { loaders }: GraphqlContext): Promise<Cluster[]> {
  const clusters = await Promise.all(ids.map((id) => loaders.clusters.load(id)));
  return clusters.filter((cluster) => cluster !== null);
}
