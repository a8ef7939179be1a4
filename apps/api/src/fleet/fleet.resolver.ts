import { Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { FindingRepository, FleetRepository, type FleetSummary as Summary } from '@waymark/store';
import { checkOf } from '../checks/checks.js';
import type { GraphqlContext } from '../graphql/context.js';
import { effectCountsOf } from '../graphql/counts.js';
import { EffectCount } from '../graphql/shared.types.js';
import { CheckCount, FleetSummary } from './fleet.type.js';

@Resolver(() => FleetSummary)
export class FleetResolver {
  constructor(
    private readonly store: FleetRepository,
    private readonly findings: FindingRepository,
  ) {}

  @Query(() => FleetSummary)
  fleet(@Context() { viewer }: GraphqlContext): Promise<Summary> {
    return this.store.summary(viewer);
  }

  @ResolveField(() => [EffectCount])
  effectCounts(@Parent() fleet: Summary): EffectCount[] {
    return effectCountsOf(fleet.effectCounts);
  }

  @ResolveField(() => [CheckCount], { description: 'Checks with open findings, most harmful first.' })
  async checks(@Context() { viewer }: GraphqlContext): Promise<CheckCount[]> {
    const counts = await this.findings.openByCheck(viewer);
    return counts.map(({ check, severity, open, clusters }) => ({ check: checkOf(check, severity), open, clusters }));
  }
}
