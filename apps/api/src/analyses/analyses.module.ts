import { Module } from '@nestjs/common';
import { IntakeModule } from '../intake/intake.module.js';
import { AnalysesController } from './analyses.controller.js';

@Module({ imports: [IntakeModule], controllers: [AnalysesController] })
export class AnalysesModule {}
