import { Module } from '@nestjs/common';
import { DenyAllsResolver, FailOpensResolver } from './risks.resolver.js';

@Module({ providers: [DenyAllsResolver, FailOpensResolver] })
export class RisksModule {}
