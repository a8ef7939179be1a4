import { Controller, Get, Header, Inject } from '@nestjs/common';
import { NotReady } from '@waymark/contract';
import { ENGINE_VERSION } from '@waymark/engine';
import type { Database } from '@waymark/store';
import { Public } from '../access/scope.decorator.js';
import { Queue } from '../queue/queue.js';
import { DATABASE } from '../store/store.module.js';
import { SERVICE_VERSION } from '../version.js';

const LONGEST_MS = 2000;

@Controller()
@Public()
export class HealthController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly queue: Queue,
  ) {}

  @Get('livez')
  @Header('cache-control', 'no-store')
  live() {
    return { status: 'ok' };
  }

  /** 503 while the database or the queue does not answer: send no requests here. */
  @Get('readyz')
  @Header('cache-control', 'no-store')
  async ready() {
    const [database, queue] = await Promise.allSettled([inTime(this.database.ping()), inTime(this.queue.ping())]);
    const silent = [
      ...(database.status === 'rejected' ? ['the database does not answer'] : []),
      ...(queue.status === 'rejected' ? ['the queue does not answer'] : []),
    ];
    if (silent.length > 0) throw new NotReady(silent);
    return { status: 'ok', database: 'ok', queue: 'ok' };
  }

  @Get('version')
  version() {
    return { name: 'waymark', version: SERVICE_VERSION, engineVersion: ENGINE_VERSION };
  }
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('too late')), LONGEST_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
