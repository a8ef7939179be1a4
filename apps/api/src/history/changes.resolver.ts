import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import {
  ChangeRepository,
  type FindingChange as FindingChangeRow,
  type ObjectChange as ObjectChangeRow,
  type Snapshot,
  type SnapshotPair,
  type StoredFinding,
  type VerdictChange as VerdictChangeRow,
} from '@waymark/store';
import { FindingType } from '../findings/finding.type.js';
import { type Connection, PageArgs } from '../graphql/connection.js';
import type { GraphqlContext } from '../graphql/context.js';
import { keyOf } from '../graphql/node-id.js';
import { checkedPage } from '../graphql/page.js';
import { present } from '../graphql/present.js';
import { toConnection } from '../graphql/to-connection.js';
import { SnapshotType } from '../snapshots/snapshot.type.js';
import {
  ChangesArgs,
  FindingChange,
  FindingChangeConnection,
  ObjectChangeConnection,
  SnapshotChanges,
  VerdictChangeConnection,
} from './history.type.js';

@Resolver(() => SnapshotChanges)
export class ChangesResolver {
  constructor(private readonly store: ChangeRepository) {}

  @Query(() => SnapshotChanges, {
    nullable: true,
    description: 'What changed between two snapshots of one cluster; null when one of them is not known.',
  })
  async changes(
    @Args() { from, to }: ChangesArgs,
    @Context() { viewer }: GraphqlContext,
  ): Promise<SnapshotPair | null> {
    const [older, newer] = [keyOf('Snapshot', from), keyOf('Snapshot', to)];
    return older === undefined || newer === undefined ? null : this.store.pairOf(viewer, older, newer);
  }

  @ResolveField(() => SnapshotType)
  from(@Parent() pair: SnapshotPair, @Context() { loaders }: GraphqlContext): Promise<Snapshot> {
    return present(loaders.snapshots.load(`${pair.clusterId}.${pair.from}`), 'A snapshot');
  }

  @ResolveField(() => SnapshotType)
  to(@Parent() pair: SnapshotPair, @Context() { loaders }: GraphqlContext): Promise<Snapshot> {
    return present(loaders.snapshots.load(`${pair.clusterId}.${pair.to}`), 'A snapshot');
  }

  @ResolveField(() => ObjectChangeConnection)
  async objects(@Parent() pair: SnapshotPair, @Args() args: PageArgs): Promise<Connection<ObjectChangeRow>> {
    return toConnection(await this.store.objects(pair, checkedPage(args)), args.after);
  }

  @ResolveField(() => VerdictChangeConnection)
  async verdicts(@Parent() pair: SnapshotPair, @Args() args: PageArgs): Promise<Connection<VerdictChangeRow>> {
    return toConnection(await this.store.verdicts(pair, checkedPage(args)), args.after);
  }

  @ResolveField(() => FindingChangeConnection, { description: 'The worst first.' })
  async findings(@Parent() pair: SnapshotPair, @Args() args: PageArgs): Promise<Connection<FindingChangeRow>> {
    return toConnection(await this.store.findings(pair, checkedPage(args)), args.after);
  }
}

@Resolver(() => FindingChange)
export class FindingChangesResolver {
  @ResolveField(() => FindingType, { description: 'The finding as it is now.' })
  finding(@Parent() change: FindingChangeRow, @Context() { loaders }: GraphqlContext): Promise<StoredFinding> {
    return present(loaders.findings.load(change.findingId), 'The finding of a change');
  }
}
