import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import { type TrendDay as Day, TrendRepository } from '@waymark/store';
import { GraphQLError } from 'graphql';
import type { GraphqlContext } from '../graphql/context.js';
import { LONGEST_TREND, TrendArgs, TrendDay } from './history.type.js';

const DAY_MS = 24 * 60 * 60 * 1000;

@Resolver()
export class TrendResolver {
  constructor(private readonly store: TrendRepository) {}

  @Query(() => [TrendDay], { description: 'Open, opened and fixed findings, every day from the first to the last.' })
  findingTrend(
    @Args() { from, to, cohort, cluster }: TrendArgs,
    @Context() { viewer }: GraphqlContext,
  ): Promise<Day[]> {
    const days = (dayOf(to) - dayOf(from)) / DAY_MS + 1;
    if (!(days >= 1 && days <= LONGEST_TREND)) {
      throw badDays(`A trend has 1 to ${LONGEST_TREND} days; this one would have ${days}.`);
    }
    return this.store.findings(viewer, { from, to, cohort: cohort ?? null, cluster: cluster ?? null });
  }
}

function dayOf(text: string): number {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  const isDay = !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
  if (!isDay) throw badDays(`"${text.slice(0, 40)}" is not a day. Write it as 2026-11-24.`);
  return time;
}

const badDays = (message: string): GraphQLError => new GraphQLError(message, { extensions: { code: 'BAD_DAYS' } });
