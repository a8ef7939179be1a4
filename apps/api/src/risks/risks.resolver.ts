import { Args, Context, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type Cluster, type LogicalPolicy, policyId, RiskRepository, type StoredRisk } from '@waymark/store';
import { ClusterType } from '../clusters/cluster.type.js';
import type { Connection } from '../graphql/connection.js';
import type { GraphqlContext } from '../graphql/context.js';
import { encodeId } from '../graphql/node-id.js';
import { checkedPage } from '../graphql/page.js';
import { present } from '../graphql/present.js';
import { toConnection } from '../graphql/to-connection.js';
import { PolicyType } from '../policies/policy.type.js';
import { DenyAll, DenyAllConnection, DenyAllsArgs, FailOpen, FailOpenConnection, FailOpensArgs } from './risk.type.js';

@Resolver(() => DenyAll)
export class DenyAllsResolver {
  constructor(private readonly store: RiskRepository) {}

  @Query(() => DenyAllConnection, {
    description: 'Every policy that denies all traffic to something, the widest first.',
  })
  async denyAlls(@Args() args: DenyAllsArgs, @Context() { viewer }: GraphqlContext): Promise<Connection<StoredRisk>> {
    return toConnection(await this.store.list(viewer, 'DENIES_ALL', checkedPage(args), { ...args.filter }), args.after);
  }

  @ResolveField(() => ID)
  id(@Parent() risk: StoredRisk): string {
    return idOf(risk);
  }

  @ResolveField(() => PolicyType)
  policy(@Parent() { object }: StoredRisk, @Context() { loaders }: GraphqlContext): Promise<LogicalPolicy> {
    return present(loaders.policies.load(policyId(object)), 'The policy of a deny-all');
  }

  @ResolveField(() => ClusterType)
  cluster(@Parent() { clusterId }: StoredRisk, @Context() { loaders }: GraphqlContext): Promise<Cluster> {
    return present(loaders.clusters.load(clusterId), 'The cluster of a deny-all');
  }
}

@Resolver(() => FailOpen)
export class FailOpensResolver {
  constructor(private readonly store: RiskRepository) {}

  @Query(() => FailOpenConnection, { description: 'What does not hold back what it means to, the widest first.' })
  async failOpens(@Args() args: FailOpensArgs, @Context() { viewer }: GraphqlContext): Promise<Connection<StoredRisk>> {
    return toConnection(await this.store.list(viewer, 'FAILS_OPEN', checkedPage(args), { ...args.filter }), args.after);
  }

  @ResolveField(() => ID)
  id(@Parent() risk: StoredRisk): string {
    return idOf(risk);
  }

  @ResolveField(() => PolicyType, { nullable: true, description: 'The policy, when the object is one.' })
  policy(@Parent() { object }: StoredRisk, @Context() { loaders }: GraphqlContext): Promise<LogicalPolicy | null> {
    return loaders.policies.load(policyId(object));
  }

  @ResolveField(() => ClusterType)
  cluster(@Parent() { clusterId }: StoredRisk, @Context() { loaders }: GraphqlContext): Promise<Cluster> {
    return present(loaders.clusters.load(clusterId), 'The cluster of what fails open');
  }
}

const idOf = ({ clusterId, cause, object: { kind, namespace, name } }: StoredRisk): string =>
  encodeId('Risk', `${clusterId}.${cause}/${kind}/${namespace}/${name}`);
