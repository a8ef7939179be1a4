import { Args, Context, ID, Query, Resolver } from '@nestjs/graphql';
import type { GraphqlContext } from './context.js';
import { decodeId, type NodeTypeName } from './node-id.js';
import type { Loaders } from './loaders.js';
import { NodeType } from './shared.types.js';

type Load = (loaders: Loaders, key: string) => Promise<object | null>;

/** Everything that can be asked for by itself; the others belong to the list that they stand in. */
const LOADS: Readonly<Partial<Record<NodeTypeName, Load>>> = {
  Cluster: (loaders, key) => loaders.clusters.load(key),
  Snapshot: (loaders, key) => loaders.snapshots.load(key),
  Policy: (loaders, key) => loaders.policies.load(key),
  Verdict: (loaders, key) => loaders.verdicts.load(key),
  Finding: (loaders, key) => loaders.findings.load(key),
  Cohort: (loaders, key) => loaders.cohorts.load(key),
};

@Resolver(() => NodeType)
export class NodesResolver {
  @Query(() => NodeType, { nullable: true, description: 'Anything by its id; null when the caller may not see it.' })
  async node(
    @Args('id', { type: () => ID }) id: string,
    @Context() { loaders }: GraphqlContext,
  ): Promise<object | null> {
    const decoded = decodeId(id);
    const load = decoded && LOADS[decoded.type];
    if (decoded === undefined || load === undefined) return null;
    const found = await load(loaders, decoded.key);
    return found && { ...found, __typename: decoded.type };
  }
}
