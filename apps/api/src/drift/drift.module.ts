import { Module } from '@nestjs/common';
import { DriftCellsResolver, DriftResolver } from './drift.resolver.js';

@Module({ providers: [DriftResolver, DriftCellsResolver] })
export class DriftModule {}
