import type { ErrorCode } from './codes.js';

/** One place or value that is at fault, when there is more than one. */
export interface ErrorDetail {
  readonly detail: string;
  readonly file?: string;
  readonly line?: number;
}

/**
 * A fault that the caller can do something about: its message says what happened and what to do. Whatever is not an
 * AppError is our bug: logged with its cause, answered 500 without its text.
 */
export abstract class AppError extends Error {
  abstract readonly code: ErrorCode;
  abstract readonly status: number;
  /** Headers that belong to the answer, e.g. `allow` or `retry-after`. */
  readonly headers: Readonly<Record<string, string>> = {};
  readonly details: readonly ErrorDetail[] = [];
}
