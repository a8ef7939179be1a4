import { Args, Context, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { ExtensionRepository, type StoredExtension } from '@waymark/store';
import type { Connection } from '../graphql/connection.js';
import type { GraphqlContext } from '../graphql/context.js';
import { encodeId } from '../graphql/node-id.js';
import { checkedPage } from '../graphql/page.js';
import { toConnection } from '../graphql/to-connection.js';
import { Extension, ExtensionCluster, ExtensionConnection, ExtensionsArgs } from './extension.type.js';

@Resolver(() => Extension)
export class ExtensionsResolver {
  constructor(private readonly store: ExtensionRepository) {}

  @Query(() => ExtensionConnection, { description: 'What runs inside proxies, by kind, namespace, name and version.' })
  async extensions(
    @Args() args: ExtensionsArgs,
    @Context() { viewer }: GraphqlContext,
  ): Promise<Connection<StoredExtension>> {
    return toConnection(await this.store.list(viewer, checkedPage(args), { ...args.filter }), args.after);
  }

  @ResolveField(() => ID)
  id(@Parent() { kind, namespace, name, source, tag, digest }: StoredExtension): string {
    return encodeId('Extension', JSON.stringify([kind, namespace, name, source, tag, digest]));
  }

  @ResolveField(() => [ExtensionCluster])
  clusters(@Parent() { clusters }: StoredExtension): ExtensionCluster[] {
    return clusters.map(({ name, proxies, orphaned }) => ({
      name,
      proxies: proxies.length,
      runsIn: [...proxies],
      orphaned,
    }));
  }
}
