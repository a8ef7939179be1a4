import { createHash, webcrypto } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { type Config, CONFIG, type Limits } from '../config/config.js';
import { type AdmittedUpload, EnginePool } from '../threads/engine-pool.js';
import type { BodyFormat } from './media-type.js';
import { type ReceivedBody, receiveBody } from './receive-body.js';
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

  /**
   * Receives a body, and reads it unless `answerKnown` has an answer for these very bytes. Throws an AppError for
   * everything that the sender did wrong.
   */
  receive<T>(
    request: Request,
    answerKnown: (bodyDigest: Uint8Array) => Promise<T | null>,
    store: (admitted: AdmittedUpload, bodyDigest: Uint8Array) => Promise<T>,
  ): Promise<T> {
    return this.turnstile.pass(async () => {
      const body = await receiveBody(request, this.limits);
      const bodyDigest = await digestOf(body);
      const known = await answerKnown(bodyDigest);
      if (known !== null) return known;
      return store(await this.engine.admit({ name: FILE_NAMES[body.format], bytes: body.bytes }), bodyDigest);
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

/** Of all that decides how a body is read. The bytes are hashed off the event loop. */
async function digestOf({ bytes, format }: ReceivedBody): Promise<Uint8Array> {
  const ofBytes = await webcrypto.subtle.digest('SHA-256', bytes);
  return createHash('sha256').update(`${format}\n`).update(new Uint8Array(ofBytes)).digest();
}
