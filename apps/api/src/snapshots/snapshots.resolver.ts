import { Args, Context, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { AnalysisRun, Snapshot } from '@waymark/store';
import type { GraphqlContext } from '../graphql/context.js';
import { encodeId, keyOf } from '../graphql/node-id.js';
import { AnalysisType, SnapshotType } from './snapshot.type.js';

@Resolver(() => SnapshotType)
export class SnapshotsResolver {
  @Query(() => SnapshotType, { nullable: true })
  async snapshot(
    @Args('id', { type: () => ID }) id: string,
    @Context() { loaders }: GraphqlContext,
  ): Promise<Snapshot | null> {
    const key = keyOf('Snapshot', id);
    return key === undefined ? null : loaders.snapshots.load(key);
  }

  @ResolveField(() => ID)
  id(@Parent() snapshot: Snapshot): string {
    return encodeId('Snapshot', snapshot.id);
  }

  @ResolveField(() => String, { nullable: true })
  repository(@Parent() { source }: Snapshot): string | null {
    return source.repository;
  }

  @ResolveField(() => String, { nullable: true })
  commit(@Parent() { source }: Snapshot): string | null {
    return source.commit;
  }

  @ResolveField(() => String, { nullable: true })
  ref(@Parent() { source }: Snapshot): string | null {
    return source.ref;
  }

  @ResolveField(() => String, { nullable: true })
  run(@Parent() { source }: Snapshot): string | null {
    return source.run;
  }

  @ResolveField(() => AnalysisType, { nullable: true })
  analysis(@Parent() { analysisId }: Snapshot, @Context() { loaders }: GraphqlContext): Promise<AnalysisRun | null> {
    return loaders.analyses.load(analysisId);
  }
}

@Resolver(() => AnalysisType)
export class AnalysesResolver {
  @ResolveField(() => ID)
  id(@Parent() run: AnalysisRun): string {
    return encodeId('Analysis', run.id);
  }
}
