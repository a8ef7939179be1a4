import { Controller, Header, HttpCode, Post, Query, Req, StreamableFile } from '@nestjs/common';
import { analyseQuerySchema } from '@waymark/contract';
import type { Request } from 'express';
import { Needs } from '../access/scope.decorator.js';
import { CheckedQuery } from '../http/checked.pipe.js';
import { Intake } from '../intake/intake.js';

@Controller('v1/analyses')
export class AnalysesController {
  constructor(private readonly intake: Intake) {}

  /** Its answer is serialised in the thread that analyses: it may have many megabytes. */
  @Post()
  @HttpCode(200)
  @Needs('read')
  @Header('content-type', 'application/json')
  async analyse(
    @Query(new CheckedQuery(analyseQuerySchema)) { istioVersion }: { istioVersion?: string | undefined },
    @Req() request: Request,
  ): Promise<StreamableFile> {
    return new StreamableFile(await this.intake.check(request, istioVersion ?? null));
  }
}
