import { Args, Context, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type Cohort, CohortRepository } from '@waymark/store';
import { type Connection, PageArgs } from '../graphql/connection.js';
import type { GraphqlContext } from '../graphql/context.js';
import { keyValues } from '../graphql/key-values.js';
import { encodeId } from '../graphql/node-id.js';
import { checkedPage } from '../graphql/page.js';
import { KeyValue } from '../graphql/shared.types.js';
import { toConnection } from '../graphql/to-connection.js';
import { CohortConnection, CohortType } from './cohort.type.js';

@Resolver(() => CohortType)
export class CohortsResolver {
  constructor(private readonly store: CohortRepository) {}

  @Query(() => CohortConnection, { description: 'By name.' })
  async cohorts(@Args() args: PageArgs, @Context() { viewer }: GraphqlContext): Promise<Connection<Cohort>> {
    return toConnection(await this.store.list(viewer, checkedPage(args)), args.after);
  }

  @Query(() => CohortType, { nullable: true })
  cohort(@Args('name') name: string, @Context() { viewer }: GraphqlContext): Promise<Cohort | null> {
    return this.store.byName(viewer, name);
  }

  @ResolveField(() => ID)
  id(@Parent() cohort: Cohort): string {
    return encodeId('Cohort', cohort.id);
  }

  @ResolveField(() => [KeyValue])
  selector(@Parent() cohort: Cohort): KeyValue[] {
    return keyValues(cohort.selector);
  }
}
