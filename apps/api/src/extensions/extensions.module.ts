import { Module } from '@nestjs/common';
import { ExtensionsResolver } from './extensions.resolver.js';

@Module({ providers: [ExtensionsResolver] })
export class ExtensionsModule {}
