import { Module } from '@nestjs/common';
import { AnalysisRunner } from './analysis.runner.js';
import { AnalysisWorker } from './analysis.worker.js';

@Module({ providers: [AnalysisRunner, AnalysisWorker] })
export class WorkerModule {}
