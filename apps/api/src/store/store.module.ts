import { type DynamicModule, Global, Module, type Provider } from '@nestjs/common';
import {
  AnalysisRepository,
  AuditRepository,
  ChangeRepository,
  ClusterRepository,
  CohortRepository,
  type Database,
  DriftRepository,
  ExtensionRepository,
  FindingRepository,
  FleetRepository,
  PolicyRepository,
  RiskRepository,
  SnapshotRepository,
  TokenRepository,
  TrendRepository,
  VerdictRepository,
} from '@waymark/store';

/** Injection token of the open Database. */
export const DATABASE = Symbol('database');

const REPOSITORIES = [
  AnalysisRepository,
  AuditRepository,
  ChangeRepository,
  ClusterRepository,
  CohortRepository,
  ExtensionRepository,
  FindingRepository,
  FleetRepository,
  PolicyRepository,
  RiskRepository,
  SnapshotRepository,
  TokenRepository,
  VerdictRepository,
];

const PROVIDERS: Provider[] = REPOSITORIES.map((Repository) => ({
  provide: Repository,
  useFactory: (database: Database) => new Repository(database),
  inject: [DATABASE],
}));

/** What is asked about a cohort needs to know which clusters that is. */
const OF_COHORTS = [DriftRepository, TrendRepository];
const COHORT_PROVIDERS: Provider[] = OF_COHORTS.map((Repository) => ({
  provide: Repository,
  useFactory: (database: Database, cohorts: CohortRepository) => new Repository(database, cohorts),
  inject: [DATABASE, CohortRepository],
}));

/** The repositories, everywhere. Whoever opened the database closes it. */
@Global()
@Module({})
export class StoreModule {
  static of(database: Database): DynamicModule {
    const own = { provide: DATABASE, useValue: database };
    return {
      module: StoreModule,
      providers: [own, ...PROVIDERS, ...COHORT_PROVIDERS],
      exports: [DATABASE, ...REPOSITORIES, ...OF_COHORTS],
    };
  }
}
