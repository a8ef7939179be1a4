import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import type { Database } from '@waymark/store';
import { AccessModule } from './access/access.module.js';
import { AnalysesModule } from './analyses/analyses.module.js';
import { ChecksModule } from './checks/checks.module.js';
import { ClustersModule } from './clusters/clusters.module.js';
import { CohortsModule } from './cohorts/cohorts.module.js';
import { type Config, CONFIG } from './config/config.js';
import { DriftModule } from './drift/drift.module.js';
import { ExtensionsModule } from './extensions/extensions.module.js';
import { FindingsModule } from './findings/findings.module.js';
import { FleetModule } from './fleet/fleet.module.js';
import { WaymarkGraphqlModule } from './graphql/graphql.module.js';
import { HealthModule } from './health/health.module.js';
import { HistoryModule } from './history/history.module.js';
import { ProblemFilter } from './http/problem.filter.js';
import { Logger } from './logging/logger.js';
import { ModelsModule } from './models/models.module.js';
import { OpenApiModule } from './openapi/openapi.module.js';
import { PoliciesModule } from './policies/policies.module.js';
import { QueueModule } from './queue/queue.module.js';
import { RisksModule } from './risks/risks.module.js';
import { SnapshotsModule } from './snapshots/snapshots.module.js';
import { StoreModule } from './store/store.module.js';
import { ThreadsModule } from './threads/threads.module.js';
import { TokensModule } from './tokens/tokens.module.js';
import { TopologyModule } from './topology/topology.module.js';
import { WorkerModule } from './worker/worker.module.js';

const FEATURES = [
  AnalysesModule,
  ChecksModule,
  ClustersModule,
  CohortsModule,
  DriftModule,
  ExtensionsModule,
  FindingsModule,
  FleetModule,
  HealthModule,
  HistoryModule,
  OpenApiModule,
  PoliciesModule,
  RisksModule,
  SnapshotsModule,
  TokensModule,
  TopologyModule,
  WaymarkGraphqlModule,
  WorkerModule,
];

@Global()
@Module({})
export class AppModule {
  static of(config: Config, database: Database, logger: Logger): DynamicModule {
    return {
      module: AppModule,
      imports: [StoreModule.of(database), ThreadsModule, ModelsModule, QueueModule, AccessModule, ...FEATURES],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: Logger, useValue: logger },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
      exports: [CONFIG, Logger],
    };
  }
}
