import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory } from '@nestjs/graphql';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { ChecksResolver } from '../checks/checks.resolver.js';
import { ClustersResolver } from '../clusters/clusters.resolver.js';
import { CohortMutations } from '../cohorts/cohort-mutations.resolver.js';
import { CohortsResolver } from '../cohorts/cohorts.resolver.js';
import { DriftCellsResolver, DriftResolver } from '../drift/drift.resolver.js';
import { ExtensionsResolver } from '../extensions/extensions.resolver.js';
import { FindingsResolver } from '../findings/findings.resolver.js';
import { FleetResolver } from '../fleet/fleet.resolver.js';
import { ChangesResolver, FindingChangesResolver } from '../history/changes.resolver.js';
import { TrendResolver } from '../history/trend.resolver.js';
import { PoliciesResolver } from '../policies/policies.resolver.js';
import { PolicyManifestsResolver } from '../policies/policy-manifests.resolver.js';
import { VerdictsResolver } from '../policies/verdicts.resolver.js';
import { DenyAllsResolver, FailOpensResolver } from '../risks/risks.resolver.js';
import { AnalysesResolver, SnapshotsResolver } from '../snapshots/snapshots.resolver.js';
import { TopologyResolver } from '../topology/topology.resolver.js';
import { NodesResolver } from './nodes.resolver.js';

const RESOLVERS = [
  AnalysesResolver,
  ChangesResolver,
  ChecksResolver,
  ClustersResolver,
  CohortMutations,
  CohortsResolver,
  DenyAllsResolver,
  DriftCellsResolver,
  DriftResolver,
  ExtensionsResolver,
  FailOpensResolver,
  FindingChangesResolver,
  FindingsResolver,
  FleetResolver,
  NodesResolver,
  PoliciesResolver,
  PolicyManifestsResolver,
  SnapshotsResolver,
  TrendResolver,
  TopologyResolver,
  VerdictsResolver,
];

/** The schema as text, without a database: what apps/api/schema.graphql holds. */
export async function sdl(): Promise<string> {
  const app = await NestFactory.createApplicationContext(GraphQLSchemaBuilderModule, { logger: false });
  try {
    const schema = await app.get(GraphQLSchemaFactory).create(RESOLVERS);
    return `${printSchema(lexicographicSortSchema(schema))}\n`;
  } finally {
    await app.close();
  }
}
