import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { type Config, CONFIG, type Limits } from '../config/config.js';
import { type AdmittedUpload, EnginePool } from '../threads/engine-pool.js';
import type { BodyFormat } from './media-type.js';
import { receiveBody } from './receive-body.js';
import { Turnstile } from './turnstile.js';

const WAITING_UPLOADS = 50;

/** What places are called when the body is one file; the files of an archive keep their own names. */
const FILE_NAMES: Readonly<Record<BodyFormat, string>> = {
  yaml: 'upload.yaml',
  json: 'upload.json',
  ndjson: 'upload.ndjson',
  tar: 'upload.tar',
  unknown: 'upload',
};

/**
 * Bodies on their way in. A bounded number is read at once; the others wait with their connection open and unread, so
 * that memory stays bounded too.
 */
@Injectable()
export class Intake {
  private readonly turnstile: Turnstile;
  private readonly limits: Limits;

  constructor(
    private readonly engine: EnginePool,
    @Inject(CONFIG) config: Config,
  ) {
    this.limits = config.limits;
    this.turnstile = new Turnstile(config.limits.concurrentUploads, WAITING_UPLOADS);
  }

  /** What may be stored of the body. Throws an AppError for everything that the sender did wrong. */
  admit<T>(request: Request, store: (admitted: AdmittedUpload) => Promise<T>): Promise<T> {
    return this.turnstile.pass(async () => {
      const { bytes, format } = await receiveBody(request, this.limits);
      return store(await this.engine.admit({ name: FILE_NAMES[format], bytes }));
    });
  }

  /** The JSON of the body's analysis; nothing is stored. */
  check(request: Request, istioVersion: string | null): Promise<Uint8Array> {
    return this.turnstile.pass(async () => {
      const { bytes, format } = await receiveBody(request, this.limits);
      return this.engine.check({ name: FILE_NAMES[format], bytes, istioVersion });
    });
  }
}
