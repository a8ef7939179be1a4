import { Module } from '@nestjs/common';
import { IntakeModule } from '../intake/intake.module.js';
import { SnapshotsController } from './snapshots.controller.js';
import { AnalysesResolver, SnapshotsResolver } from './snapshots.resolver.js';
import { SnapshotsService } from './snapshots.service.js';

@Module({
  imports: [IntakeModule],
  controllers: [SnapshotsController],
  providers: [SnapshotsService, SnapshotsResolver, AnalysesResolver],
})
export class SnapshotsModule {}
