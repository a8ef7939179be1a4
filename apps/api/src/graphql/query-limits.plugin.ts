import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { type ComplexityEstimator, getComplexity } from 'graphql-query-complexity';
import { LARGEST_PAGE } from './connection.js';
import { depthOf } from './depth-of.js';

export interface QueryLimits {
  readonly depth: number;
  /** Values that the query may answer. */
  readonly cost: number;
}

/** The pages of the dashboard nest 6 deep and may answer 3,000 values; a whole list with its verdicts, 20,000. */
export const QUERY_LIMITS: QueryLimits = { depth: 12, cost: 75_000 };

/** Parts of a query that are read at all; the introspection of GraphiQL has about 400. */
export const MOST_TOKENS = 5000;

/** A field costs one and its children; a page costs its children as often as it may hold them. */
const estimator: ComplexityEstimator = ({ args, childComplexity }) => {
  const first: unknown = args['first'];
  const times = typeof first === 'number' ? Math.min(Math.max(first, 1), LARGEST_PAGE) : 1;
  return 1 + times * childComplexity;
};

/** Refuses operations that nest too deep or could answer too much, before anything is read. */
export const queryLimits = (limits: QueryLimits): ApolloServerPlugin => ({
  requestDidStart: async () => ({
    didResolveOperation: async ({ request, document, schema }) => {
      const depth = depthOf(document);
      if (depth > limits.depth) {
        throw refusal('QUERY_TOO_DEEP', `The query nests fields ${depth} deep; at most ${limits.depth} are allowed.`);
      }
      const cost = getComplexity({
        schema,
        query: document,
        ...(request.operationName == null ? {} : { operationName: request.operationName }),
        variables: request.variables ?? {},
        estimators: [estimator],
      });
      if (cost <= limits.cost) return;
      throw refusal('QUERY_TOO_COSTLY', `The query may answer ${cost} values; at most ${limits.cost} are allowed.`);
    },
  }),
});

const refusal = (code: string, message: string): GraphQLError =>
  new GraphQLError(`${message} Ask for less at once.`, { extensions: { code, http: { status: 400 } } });
