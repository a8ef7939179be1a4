import { Args, Context, ID, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type Cluster, FindingRepository, type LogicalPolicy, policyId, type StoredFinding } from '@waymark/store';
import { CheckType } from '../checks/check.type.js';
import { checkOf } from '../checks/checks.js';
import { ClusterType } from '../clusters/cluster.type.js';
import type { Connection } from '../graphql/connection.js';
import type { GraphqlContext } from '../graphql/context.js';
import { encodeId, keyOf } from '../graphql/node-id.js';
import { checkedPage } from '../graphql/page.js';
import { present } from '../graphql/present.js';
import { toConnection } from '../graphql/to-connection.js';
import { PolicyType } from '../policies/policy.type.js';
import { findingListOf } from './finding-list.js';
import { FindingConnection, FindingsArgs, FindingType } from './finding.type.js';

const DAY_MS = 24 * 60 * 60 * 1000;

@Resolver(() => FindingType)
export class FindingsResolver {
  constructor(private readonly store: FindingRepository) {}

  @Query(() => FindingConnection)
  async findings(
    @Args() args: FindingsArgs,
    @Context() { viewer }: GraphqlContext,
  ): Promise<Connection<StoredFinding>> {
    return toConnection(await this.store.list(viewer, checkedPage(args), findingListOf(args)), args.after);
  }

  @Query(() => FindingType, { nullable: true })
  async finding(
    @Args('id', { type: () => ID }) id: string,
    @Context() { loaders }: GraphqlContext,
  ): Promise<StoredFinding | null> {
    const key = keyOf('Finding', id);
    return key === undefined ? null : loaders.findings.load(key);
  }

  @ResolveField(() => ID)
  id(@Parent() finding: StoredFinding): string {
    return encodeId('Finding', finding.id);
  }

  @ResolveField(() => Int, {
    description: 'Whole days from when it was first seen until now, or until it was last seen.',
  })
  ageDays(@Parent() { firstSeen, lastSeen, state }: StoredFinding): number {
    const until = state === 'FIXED' ? lastSeen.getTime() : Date.now();
    return Math.floor((until - firstSeen.getTime()) / DAY_MS);
  }

  @ResolveField(() => CheckType, { description: 'The documentation of the check.' })
  about(@Parent() { check, severity }: StoredFinding): CheckType {
    return checkOf(check, severity);
  }

  @ResolveField(() => ClusterType)
  cluster(@Parent() { clusterId }: StoredFinding, @Context() { loaders }: GraphqlContext): Promise<Cluster> {
    return present(loaders.clusters.load(clusterId), 'The cluster of a finding');
  }

  @ResolveField(() => PolicyType, {
    nullable: true,
    description: 'The policy that the finding is about, when its object is one.',
  })
  policy(@Parent() { object }: StoredFinding, @Context() { loaders }: GraphqlContext): Promise<LogicalPolicy | null> {
    return loaders.policies.load(policyId(object));
  }
}
