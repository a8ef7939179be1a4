import { GraphQLError } from 'graphql';
import { LARGEST_PAGE, type PageArgs } from './connection.js';

/** Throws BAD_PAGE_SIZE unless `first` is 1 to 100. */
export function checkedPage({ first, after }: PageArgs): {
  readonly first: number;
  readonly after: string | undefined;
} {
  if (!Number.isInteger(first) || first < 1 || first > LARGEST_PAGE) {
    throw new GraphQLError(
      `"first" is ${first}; ask for 1 to ${LARGEST_PAGE}, and follow pageInfo.endCursor for more.`,
      {
        extensions: { code: 'BAD_PAGE_SIZE' },
      },
    );
  }
  return { first, after: after ?? undefined };
}
