import { Module } from '@nestjs/common';
import { FleetResolver } from './fleet.resolver.js';

@Module({ providers: [FleetResolver] })
export class FleetModule {}
