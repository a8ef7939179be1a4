import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { Logger } from '../logging/logger.js';
import { AccessService } from './access.service.js';
import { FailedAttempts } from './failed-attempts.js';
import { TokenGuard } from './token.guard.js';

@Global()
@Module({
  providers: [
    AccessService,
    { provide: FailedAttempts, useFactory: (logger: Logger) => new FailedAttempts(logger), inject: [Logger] },
    { provide: APP_GUARD, useClass: TokenGuard },
  ],
  exports: [AccessService],
})
export class AccessModule {}
