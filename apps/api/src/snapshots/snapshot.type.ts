import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { AnalysisState as AnalysisStateValue } from '@waymark/contract';
import { connectionType } from '../graphql/connection.js';
import { AnalysisState } from '../graphql/enums.js';
import { NodeType, SkippedObject } from '../graphql/shared.types.js';

@ObjectType('Analysis', { description: 'One run of one engine version over one snapshot.' })
export class AnalysisType {
  @Field(() => ID)
  id: string;
  @Field(() => AnalysisState)
  state: AnalysisStateValue;
  @Field()
  engineVersion: string;
  @Field(() => String, { nullable: true })
  istioVersion: string | null;
  @Field(() => String, { nullable: true })
  istioVersionSource: string | null;
  @Field()
  queuedAt: Date;
  @Field(() => Date, { nullable: true })
  startedAt: Date | null;
  @Field(() => Date, { nullable: true })
  finishedAt: Date | null;
  @Field(() => String, { nullable: true })
  error: string | null;
}

@ObjectType('Snapshot', { implements: () => NodeType, description: 'One upload of one cluster; never changes.' })
export class SnapshotType extends NodeType {
  @Field(() => Int)
  sequence: number;
  @Field()
  digest: string;
  @Field()
  capturedAt: Date;
  @Field()
  receivedAt: Date;
  @Field({
    description: 'Captured before a snapshot that had already arrived: recorded, never what the cluster is now.',
  })
  late: boolean;
  @Field(() => Int)
  objectCount: number;
  @Field(() => Int)
  skippedCount: number;
  @Field(() => [SkippedObject], { description: 'The first 1000; `skippedCount` says how many there are.' })
  skipped: SkippedObject[];
  @Field(() => String, { nullable: true })
  repository: string | null;
  @Field(() => String, { nullable: true })
  commit: string | null;
  @Field(() => String, { nullable: true })
  ref: string | null;
  @Field(() => String, { nullable: true })
  run: string | null;
}

export const SnapshotConnection = connectionType('Snapshot', () => SnapshotType);
