import { describe, expect, it } from '@jest/globals';
import { cursorOf, nextPage, parsePaging, previousPage, rowsShown } from './paging';

describe('paging forward by cursor', () => {
  it('starts on the first page, without a cursor and without a way back', () => {
    const first = parsePaging({});
    expect(first).toEqual({ trail: [], page: 1 });
    expect(cursorOf(first)).toBeNull();
    expect(previousPage(first)).toBeNull();
  });

  it('leads to the next page and back through the same addresses', () => {
    const second = parsePaging(asParams(nextPage(parsePaging({}), 'c1')));
    const third = parsePaging(asParams(nextPage(second, 'c2')));
    expect([cursorOf(second), cursorOf(third), third.page]).toEqual(['c1', 'c2', 3]);
    expect(parsePaging(asParams(previousPage(third)))).toEqual(second);
    expect(parsePaging(asParams(previousPage(second)))).toEqual({ trail: [], page: 1 });
  });

  it('keeps the address short on page 100, with the way back as far as it is remembered', () => {
    let paging = parsePaging({});
    for (let page = 1; page < 100; page++) paging = parsePaging(asParams(nextPage(paging, `c${page}`)));
    expect(paging.page).toBe(100);
    expect(nextPage(paging, 'c100').after).toHaveLength(20);
    expect(cursorOf(paging)).toBe('c99');
    for (let back = 0; back < 19; back++) paging = parsePaging(asParams(previousPage(paging)));
    expect(paging).toEqual({ trail: ['c80'], page: 81 });
    expect(previousPage(paging)).toBeNull();
  });

  it('believes no page number that its trail contradicts', () => {
    expect(parsePaging({ page: '7' }).page).toBe(1);
    expect(parsePaging({ after: ['c1', 'c2'], page: '1' }).page).toBe(3);
    expect(parsePaging({ after: 'c1', page: 'many' }).page).toBe(2);
  });

  it('numbers the rows of a page over the whole list', () => {
    expect(rowsShown({ trail: ['c1', 'c2'], page: 3 }, 12, 50)).toEqual({ first: 101, last: 112 });
  });
});

function asParams(page: { after: string[]; page?: number } | null): Record<string, string | string[]> {
  if (page === null) throw new Error('There is no such page.');
  return { after: page.after, ...(page.page === undefined ? {} : { page: String(page.page) }) };
}
