import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';
import type { Logger } from '../logging/logger.js';
import { inRequestScope } from '../logging/request-scope.js';

const WELL_FORMED = /^[A-Za-z0-9._-]{1,100}$/;

export const requestIdOf = (response: Response): string => String(response.getHeader('x-request-id') ?? '');

/** Gives every request an id (the caller's, when it is well formed), and logs how each ended. */
export function requestId(logger: Logger) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const given = request.get('x-request-id');
    const id = given !== undefined && WELL_FORMED.test(given) ? given : randomUUID();
    const startedAt = performance.now();
    response.setHeader('x-request-id', id);
    response.on('close', () => inRequestScope(id, () => logger.info('request', ended(request, response, startedAt))));
    inRequestScope(id, next);
  };
}

const ended = (request: Request, response: Response, startedAt: number) => ({
  method: request.method,
  // Without its query: a sender may put anything there.
  path: request.originalUrl.split('?')[0],
  status: response.statusCode,
  finished: response.writableFinished,
  ms: Math.round(performance.now() - startedAt),
});
