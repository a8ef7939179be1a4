import { Body, Controller, Param, Put } from '@nestjs/common';
import { type ClusterJson, ClusterNotAllowed, clusterRequestSchema } from '@waymark/contract';
import { AuditRepository, ClusterRepository } from '@waymark/store';
import type { z } from 'zod';
import type { Caller } from '../access/caller.js';
import { CallerParam, Needs } from '../access/scope.decorator.js';
import { CheckedBody, ClusterNamePipe } from '../http/checked.pipe.js';

@Controller('v1/clusters')
export class ClustersController {
  constructor(
    private readonly clusters: ClusterRepository,
    private readonly audit: AuditRepository,
  ) {}

  @Put(':cluster')
  @Needs('admin')
  async put(
    @Param('cluster', ClusterNamePipe) name: string,
    @Body(new CheckedBody(clusterRequestSchema)) { labels }: z.output<typeof clusterRequestSchema>,
    @CallerParam() caller: Caller,
  ): Promise<ClusterJson> {
    if (!caller.reaches(name)) throw new ClusterNotAllowed(name);
    const cluster = await this.clusters.setLabels(name, labels);
    await this.audit.append({ actor: caller.name, action: 'cluster.label', subject: cluster.id, detail: labels });
    return { name: cluster.name, labels: { ...cluster.labels } };
  }
}
