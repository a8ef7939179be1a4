import { type DynamicModule, Global, Module, type Provider } from '@nestjs/common';
import {
  AnalysisRepository,
  AuditRepository,
  ClusterRepository,
  type Database,
  FindingRepository,
  FleetRepository,
  PolicyRepository,
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
  FindingRepository,
  FleetRepository,
  PolicyRepository,
  SnapshotRepository,
  TokenRepository,
  VerdictRepository,
];

const PROVIDERS: Provider[] = REPOSITORIES.map((Repository) => ({
  provide: Repository,
  useFactory: (database: Database) => new Repository(database),
  inject: [DATABASE],
}));

/** The repositories, everywhere. Whoever opened the database closes it. */
@Global()
@Module({})
export class StoreModule {
  static of(database: Database): DynamicModule {
    const own = { provide: DATABASE, useValue: database };
    return { module: StoreModule, providers: [own, ...PROVIDERS], exports: [DATABASE, ...REPOSITORIES] };
  }
}
