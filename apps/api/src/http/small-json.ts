import { BodyTooLarge, InvalidJson } from '@waymark/contract';
import express, { type NextFunction, type Request, type Response } from 'express';

const LIMIT_BYTES = 256 * 1024;
const read = express.json({ limit: LIMIT_BYTES });

/** Reads the JSON body of a small request; whole snapshots go through the intake. */
export function smallJson(request: Request, response: Response, next: NextFunction): void {
  read(request, response, (fault?: unknown) => next(fault === undefined ? undefined : refusalOf(fault)));
}

/** As the body parser marks its faults; what else fails stays what it is. */
function refusalOf(fault: unknown): unknown {
  const type = typeof fault === 'object' && fault !== null && 'type' in fault ? fault.type : undefined;
  if (type === 'entity.too.large') return new BodyTooLarge(LIMIT_BYTES);
  const ofCaller = typeof type === 'string' && /^(entity|encoding|charset|request)\./.test(type);
  return ofCaller ? new InvalidJson() : fault;
}
