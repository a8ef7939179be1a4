import { type DynamicModule, Global, Module, type Provider } from '@nestjs/common';
import {
  AnalysisRepository,
  AuditRepository,
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
  VerdictRepository,
} from '@waymark/store';

/** Injection token of the open Database. */
export const DATABASE = Symbol('database');

const REPOSITORIES = [
  AnalysisRepository,
  AuditRepository,
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

const DRIFT: Provider = {
  provide: DriftRepository,
  useFactory: (database: Database, cohorts: CohortRepository) => new DriftRepository(database, cohorts),
  inject: [DATABASE, CohortRepository],
};

/** The repositories, everywhere. Whoever opened the database closes it. */
@Global()
@Module({})
export class StoreModule {
  static of(database: Database): DynamicModule {
    const own = { provide: DATABASE, useValue: database };
    return {
      module: StoreModule,
      providers: [own, DRIFT, ...PROVIDERS],
      exports: [DATABASE, DriftRepository, ...REPOSITORIES],
    };
  }
}
