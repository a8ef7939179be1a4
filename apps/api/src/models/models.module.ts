import { Global, Module } from '@nestjs/common';
import { ModelPool } from './model-pool.js';

@Global()
@Module({ providers: [ModelPool], exports: [ModelPool] })
export class ModelsModule {}
