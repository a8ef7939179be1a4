import { Controller, Get, Headers, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import {
  type ReceiptJson,
  type SnapshotJson,
  type UploadQuery,
  uploadQuerySchema,
  waitQuerySchema,
} from '@waymark/contract';
import type { Request, Response } from 'express';
import type { Caller } from '../access/caller.js';
import { CallerParam, Needs } from '../access/scope.decorator.js';
import { CheckedQuery, ClusterNamePipe } from '../http/checked.pipe.js';
import { Intake } from '../intake/intake.js';
import { uploadIdOf } from './idempotency-key.js';
import { headerOf } from './upload-header.js';
import { mustReach, SnapshotsService } from './snapshots.service.js';

@Controller('v1')
export class SnapshotsController {
  constructor(
    private readonly intake: Intake,
    private readonly snapshots: SnapshotsService,
  ) {}

  @Post('clusters/:cluster/snapshots')
  @HttpCode(202)
  @Needs('snapshots:write')
  async receive(
    @Param('cluster', ClusterNamePipe) cluster: string,
    @Query(new CheckedQuery(uploadQuerySchema)) query: UploadQuery,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @CallerParam() caller: Caller,
    @Req() request: Request,
  ): Promise<ReceiptJson> {
    const uploadId = uploadIdOf(idempotencyKey);
    mustReach(caller, cluster);
    const header = (bodyDigest: Uint8Array) => headerOf(uploadId, bodyDigest, query);
    return this.intake.receive(
      request,
      (bodyDigest) => this.snapshots.receiveSame(cluster, header(bodyDigest)),
      (admitted, bodyDigest) => this.snapshots.receive(cluster, header(bodyDigest), admitted),
    );
  }

  @Get('snapshots/:id')
  @Needs('read')
  async find(
    @Param('id') id: string,
    @Query(new CheckedQuery(waitQuerySchema)) { wait }: { wait: number },
    @CallerParam() { viewer }: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SnapshotJson> {
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    return this.snapshots.find(viewer, id, wait * 1000, gone.signal);
  }
}
