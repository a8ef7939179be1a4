import { all, one, type RawParams } from './search-params';

export const PAGE_SIZE = 50;

/** Cursors remembered for "previous"; a longer way back would make the address too long. */
const TRAIL_LIMIT = 20;

/**
 * Where a list stands. The API pages forward by cursor only, so the address keeps the cursors of the pages before:
 * `?after=c1&after=c2&page=3` is the third page.
 */
export interface Paging {
  /** Cursors that led here, oldest first; the last one starts this page. */
  readonly trail: readonly string[];
  /** Counted from 1. */
  readonly page: number;
}

export function parsePaging(params: RawParams): Paging {
  const trail = all(params, 'after').slice(-TRAIL_LIMIT);
  if (trail.length === 0) return { trail, page: 1 };
  const page = Number(one(params, 'page'));
  return { trail, page: Number.isSafeInteger(page) && page > trail.length ? page : trail.length + 1 };
}

/** The cursor to ask the API with. */
export const cursorOf = ({ trail }: Paging): string | null => trail.at(-1) ?? null;

/** The parameters of an address, of the page behind `endCursor`. */
export function nextPage({ trail, page }: Paging, endCursor: string): { after: string[]; page: number } {
  return { after: [...trail, endCursor].slice(-TRAIL_LIMIT), page: page + 1 };
}

/** The parameters of the page before; null on the first page and where the trail does not reach. */
export function previousPage({ trail, page }: Paging): { after: string[]; page?: number } | null {
  if (page === 1) return null;
  const after = trail.slice(0, -1);
  if (after.length === 0) return page === 2 ? { after: [] } : null;
  return { after, page: page - 1 };
}

/** "51–100 of 312": the numbers of the first and the last row of a page. */
export function rowsShown({ page }: Paging, rows: number, pageSize = PAGE_SIZE): { first: number; last: number } {
  const first = (page - 1) * pageSize + 1;
  return { first, last: first + rows - 1 };
}
