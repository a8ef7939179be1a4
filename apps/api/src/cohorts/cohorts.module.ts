import { Module } from '@nestjs/common';
import { CohortMutations } from './cohort-mutations.resolver.js';
import { CohortsResolver } from './cohorts.resolver.js';

@Module({ providers: [CohortsResolver, CohortMutations] })
export class CohortsModule {}
