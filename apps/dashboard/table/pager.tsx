import Link from 'next/link';
import { counted, formatNumber } from '../format/number';
import { nextPage, type Paging, previousPage, rowsShown } from '../url/paging';
import classes from './table.module.css';

interface PagerProps {
  paging: Paging;
  rows: number;
  total: number;
  /** The cursor behind this page's last row; null on the last page. */
  endCursor: string | null;
  /** What is listed: "finding". */
  noun: string;
  plural?: string;
  hrefFor: (page: { after?: readonly string[]; page?: number }) => string;
}

/** Which rows of how many, and the ways to the others. */
export function Pager({ paging, rows, total, endCursor, noun, plural, hrefFor }: PagerProps) {
  const { first, last } = rowsShown(paging, rows);
  const previous = previousPage(paging);
  return (
    <nav className={classes.pager} aria-label="Pages">
      <span className="number">
        {rows < total
          ? `${formatNumber(first)}–${formatNumber(last)} of ${counted(total, noun, plural)}`
          : counted(total, noun, plural)}
      </span>
      <span className={classes.pages}>
        {paging.page > 2 && (
          <Link className={classes.page} href={hrefFor({})}>
            First
          </Link>
        )}
        {previous && (
          <Link className={classes.page} href={hrefFor(previous)} rel="prev">
            Previous
          </Link>
        )}
        {endCursor && (
          <Link className={classes.page} href={hrefFor(nextPage(paging, endCursor))} rel="next">
            Next
          </Link>
        )}
      </span>
    </nav>
  );
}
