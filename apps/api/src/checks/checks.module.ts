import { Module } from '@nestjs/common';
import { ChecksResolver } from './checks.resolver.js';

@Module({ providers: [ChecksResolver] })
export class ChecksModule {}
