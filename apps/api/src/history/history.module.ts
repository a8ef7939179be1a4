import { Module } from '@nestjs/common';
import { ChangesResolver, FindingChangesResolver } from './changes.resolver.js';
import { TrendResolver } from './trend.resolver.js';

@Module({ providers: [ChangesResolver, FindingChangesResolver, TrendResolver] })
export class HistoryModule {}
