import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import {
  AppError,
  InternalError,
  InvalidRequest,
  MethodNotAllowed,
  NotFound,
  PROBLEM_MEDIA_TYPE,
  problemOf,
} from '@waymark/contract';
import type { Request, Response } from 'express';
import { allowedMethods } from '../openapi/allowed-methods.js';
import { Logger } from '../logging/logger.js';
import { discardRest } from './discard-rest.js';
import { requestIdOf } from './request-id.js';

/** Answers every failed REST request with a problem document (RFC 9457). */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    // Apollo formats the errors of GraphQL itself (graphql/error-format.ts).
    if (host.getType<'http' | 'graphql'>() === 'graphql') throw thrown;
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    // The sender is gone: there is nobody to answer.
    if (request.aborted || response.headersSent) return;
    const error = this.appErrorOf(thrown, request);
    discardRest(request, response);
    for (const [name, value] of Object.entries(error.headers)) response.setHeader(name, value);
    response.status(error.status).type(PROBLEM_MEDIA_TYPE);
    response.send(JSON.stringify(problemOf(error, requestIdOf(response))));
  }

  private appErrorOf(thrown: unknown, request: Request): AppError {
    if (thrown instanceof AppError) return thrown;
    const known = refusedByNest(thrown, request);
    if (known !== undefined) return known;
    this.logger.error('request failed', { cause: thrown });
    return new InternalError();
  }
}

/** What Nest itself refuses: an address that there is not, or one that cannot be decoded. */
function refusedByNest(thrown: unknown, request: Request): AppError | undefined {
  if (!(thrown instanceof HttpException) || thrown.getStatus() >= 500) return undefined;
  return thrown.getStatus() === 404 ? noRoute(request) : new InvalidRequest([{ detail: thrown.message }]);
}

function noRoute({ method, path }: Request): AppError {
  const allowed = allowedMethods(path);
  return allowed.length === 0 ? new NotFound(path) : new MethodNotAllowed(method, allowed);
}
