import { unwrapResolverError } from '@apollo/server/errors';
import { AppError, InternalError } from '@waymark/contract';
import { BaselineNotInCohort, CohortNotFound, InvalidCursor, SnapshotsNotComparable } from '@waymark/store';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from '../logging/logger.js';
import { currentRequestId } from '../logging/request-scope.js';

/** What the store refuses, and the code that says so. */
const REFUSALS = [
  [InvalidCursor, 'BAD_CURSOR'],
  [CohortNotFound, 'COHORT_NOT_FOUND'],
  [BaselineNotInCohort, 'BASELINE_NOT_IN_COHORT'],
  [SnapshotsNotComparable, 'SNAPSHOTS_NOT_COMPARABLE'],
] as const;

/** What is wrong with the query goes out as it is; what is wrong with us is logged, and goes out without its text. */
export const formatError =
  (logger: Logger) =>
  (formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError => {
    const cause = unwrapResolverError(thrown);
    if (cause instanceof AppError) return withCode(formatted, cause.message, cause.code);
    const refused = REFUSALS.find(([refusal]) => cause instanceof refusal);
    if (refused !== undefined && cause instanceof Error) return withCode(formatted, cause.message, refused[1]);
    if (cause instanceof GraphQLError && formatted.extensions?.['code'] !== 'INTERNAL_SERVER_ERROR') {
      return { ...formatted, extensions: { code: formatted.extensions?.['code'] } };
    }
    logger.error('GraphQL request failed', { cause });
    return withCode(formatted, new InternalError().message, 'INTERNAL');
  };

function withCode(formatted: GraphQLFormattedError, message: string, code: string): GraphQLFormattedError {
  return { ...formatted, message, extensions: { code, requestId: currentRequestId() } };
}
