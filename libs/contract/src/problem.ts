import { z } from 'zod';
import type { AppError } from './errors/app-error.js';
import { ERROR_CODES, PROBLEM_TITLES } from './errors/codes.js';

/** RFC 9457 problem document. Every answer that is not a success has this shape. */
export const problemSchema = z.object({
  type: z.string().describe('urn:waymark:problem:<code>'),
  title: z.string().describe('What kind of problem it is; the same for every problem of this code.'),
  status: z.int(),
  code: z.enum(ERROR_CODES).describe('Stable: write programs against this.'),
  detail: z.string().describe('What happened and what to do.'),
  requestId: z.string().describe('Stands in the log of the service, and in the header X-Request-Id.'),
  errors: z
    .array(z.object({ detail: z.string(), file: z.string().optional(), line: z.int().optional() }))
    .optional()
    .describe('The places at fault, when there are several; at most 100.'),
});
export type Problem = z.infer<typeof problemSchema>;

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';
const LISTED_DETAILS = 100;

export function problemOf(error: AppError, requestId: string): Problem {
  return {
    type: `urn:waymark:problem:${error.code.toLowerCase().replaceAll('_', '-')}`,
    title: PROBLEM_TITLES[error.code],
    status: error.status,
    code: error.code,
    detail: error.message,
    requestId,
    ...(error.details.length === 0 ? {} : { errors: error.details.slice(0, LISTED_DETAILS) }),
  };
}
