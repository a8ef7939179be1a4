import { Query, Resolver } from '@nestjs/graphql';
import { CheckType } from './check.type.js';
import { allChecks } from './checks.js';

@Resolver(() => CheckType)
export class ChecksResolver {
  @Query(() => [CheckType], { description: 'All checks of this release.' })
  checks(): CheckType[] {
    return allChecks();
  }
}
