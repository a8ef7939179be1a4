import { Module } from '@nestjs/common';
import { TopologyResolver } from './topology.resolver.js';

@Module({ providers: [TopologyResolver] })
export class TopologyModule {}
