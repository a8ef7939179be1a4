import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { type ComplexityEstimator, getComplexity } from 'graphql-query-complexity';
import { LARGEST_PAGE } from './connection.js';

export const HIGHEST_COST = 100_000;

/** A field costs one and its children; a page costs its children as often as it may hold them. */
const estimator: ComplexityEstimator = ({ args, childComplexity }) => {
  const first: unknown = args['first'];
  const times = typeof first === 'number' ? Math.min(Math.max(first, 1), LARGEST_PAGE) : 1;
  return 1 + times * childComplexity;
};

/** Refuses operations that could answer too many values, before anything is read. */
export const costLimit = (highest: number): ApolloServerPlugin => ({
  requestDidStart: async () => ({
    didResolveOperation: async ({ request, document, schema }) => {
      const cost = getComplexity({
        schema,
        query: document,
        ...(request.operationName == null ? {} : { operationName: request.operationName }),
        variables: request.variables ?? {},
        estimators: [estimator],
      });
      if (cost <= highest) return;
      throw new GraphQLError(
        `The query may answer ${cost} values; at most ${highest} are allowed. Ask for fewer with "first", or in several queries.`,
        { extensions: { code: 'QUERY_TOO_COSTLY', http: { status: 400 } } },
      );
    },
  }),
});
