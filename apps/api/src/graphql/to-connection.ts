import type { Page } from '@waymark/store';
import type { Connection } from './connection.js';

/** A page of the store as a Relay connection. Paging goes forward, so whoever sent a cursor has seen what is before. */
export function toConnection<T>({ edges, hasNextPage, totalCount }: Page<T>, after?: string | null): Connection<T> {
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    totalCount,
    pageInfo: {
      hasNextPage,
      hasPreviousPage: after != null,
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
