import { Global, Module } from '@nestjs/common';
import type { Database } from '@waymark/store';
import { Logger } from '../logging/logger.js';
import { DATABASE } from '../store/store.module.js';
import { Queue } from './queue.js';

@Global()
@Module({
  providers: [
    {
      provide: Queue,
      useFactory: (database: Database, logger: Logger) => Queue.open(database, logger),
      inject: [DATABASE, Logger],
    },
  ],
  exports: [Queue],
})
export class QueueModule {}
