import { AppError, type ErrorDetail } from './app-error.js';
import type { ErrorCode } from './codes.js';

export class EmptyBody extends AppError {
  readonly code = 'EMPTY_BODY';
  readonly status = 400;
  constructor() {
    super('The request has no body. Send the manifests of one cluster as YAML, JSON, NDJSON or tar.');
  }
}

export class UnsupportedMediaType extends AppError {
  readonly code = 'UNSUPPORTED_MEDIA_TYPE';
  readonly status = 415;
  constructor(contentType: string | undefined, accepted: readonly string[]) {
    const got = contentType ? `Content-Type "${contentType}" is not read here` : 'The request has no Content-Type';
    super(`${got}. Send one of: ${accepted.join(', ')}.`);
  }
}

export class UnsupportedContentEncoding extends AppError {
  readonly code = 'UNSUPPORTED_CONTENT_ENCODING';
  readonly status = 415;
  override readonly headers = { 'accept-encoding': 'gzip, identity' };
  constructor(encoding: string) {
    super(`Content-Encoding "${encoding}" is not read here. Send the body as it is, or with gzip.`);
  }
}

export class CorruptCompression extends AppError {
  readonly code = 'CORRUPT_COMPRESSION';
  readonly status = 400;
  constructor() {
    super('The gzip stream is broken or ends too early. Compress the manifests again and send the whole file.');
  }
}

export class BodyTooLarge extends AppError {
  readonly code = 'BODY_TOO_LARGE';
  readonly status = 413;
  constructor(limitBytes: number) {
    super(`The body has more than ${limitBytes} bytes. Upload one cluster at a time, and compress it with gzip.`);
  }
}

export class DecompressedBodyTooLarge extends AppError {
  readonly code = 'DECOMPRESSED_BODY_TOO_LARGE';
  readonly status = 413;
  constructor(limitBytes: number) {
    super(`The body has more than ${limitBytes} bytes once decompressed. Upload one cluster at a time.`);
  }
}

export class TooCostly extends AppError {
  readonly code = 'TOO_COSTLY';
  readonly status = 422;
  constructor() {
    super('Reading the body takes more time or memory than one upload may have. Upload one cluster at a time.');
  }
}

const REFUSALS = {
  DAMAGED_ARCHIVE: 'The tar archive is broken or ends too early. Pack the manifests again and send the whole file',
  INVALID_ENCODING: 'The manifests are not valid UTF-8. Save them as UTF-8 and upload again',
  TOO_DEEP: 'The manifests are nested too deeply. Kubernetes accepts no such object; repair or remove it',
  TOO_MANY_ALIASES: 'The YAML expands too many aliases. Write the values out, or remove the document',
  TOO_MANY_OBJECTS: 'The upload holds too many objects. Upload one cluster at a time',
  DOCUMENT_TOO_LARGE: 'One document is larger than Kubernetes would accept. Split or remove it',
  FORBIDDEN_KEY: 'A key such as "__proto__" has no meaning in Kubernetes. Remove it',
  DUPLICATE_KEY: 'A key stands twice in one object, so that nobody can tell which value counts. Remove one',
  DUPLICATE_OBJECT: 'An object stands twice, so that nobody can tell which one the cluster has. Remove one',
  NOTHING_TO_ANALYSE: 'Nothing in the body is a Kubernetes object that Waymark knows. Check that it holds manifests',
} as const satisfies Partial<Record<ErrorCode, string>>;

export type RefusalCode = keyof typeof REFUSALS;

/** Manifests that could be read as a stream but must not be stored: the whole upload is refused. */
export class ManifestsRefused extends AppError {
  readonly status = 422;
  constructor(
    readonly code: RefusalCode,
    override readonly details: readonly ErrorDetail[] = [],
  ) {
    const [first] = details;
    super(`${REFUSALS[code]}.${first?.file === undefined ? '' : ` First place: ${first.file}:${first.line ?? 1}.`}`);
  }
}
