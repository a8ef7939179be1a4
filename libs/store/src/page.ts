import { Prisma } from './generated/prisma/client.js';
import { InvalidCursor } from './errors.js';

/** At most `first` rows after the row that `after` (a cursor of the same list) stands for. */
export interface PageRequest {
  readonly first: number;
  readonly after?: string | null;
}

export interface Edge<T> {
  readonly cursor: string;
  readonly node: T;
}

export interface Page<T> {
  readonly edges: readonly Edge<T>[];
  readonly hasNextPage: boolean;
  /** Of the whole list, whatever the page. */
  readonly totalCount: number;
}

export const LARGEST_PAGE = 100;
export const EMPTY_PAGE: Page<never> = { edges: [], hasNextPage: false, totalCount: 0 };

/** One column of the order of a list. The last columns of an order must make it unique. */
export interface SortColumn {
  readonly column: Prisma.Sql;
  readonly type: 'text' | 'int' | 'uuid' | 'timestamptz';
  readonly descending?: boolean;
}

/** An order of a list. `name` goes into the cursor, so that a cursor of another order is refused. */
export interface Order {
  readonly name: string;
  readonly columns: readonly SortColumn[];
}

export function orderBy({ columns }: Order): Prisma.Sql {
  return Prisma.join(
    columns.map(({ column, descending }) => (descending ? Prisma.sql`${column} DESC` : Prisma.sql`${column} ASC`)),
  );
}

/** The values of the order's columns, as text: what a cursor is made of. */
export function cursorColumns({ columns }: Order): Prisma.Sql {
  return Prisma.sql`jsonb_build_array(${Prisma.join(columns.map(({ column }) => Prisma.sql`${column}::text`))})`;
}

export function encodeCursor(order: Order, values: readonly string[]): string {
  return Buffer.from(JSON.stringify([order.name, ...values])).toString('base64url');
}

/** The condition that a row comes after the cursor. @throws InvalidCursor */
export function afterCursor(order: Order, cursor: string | null | undefined): Prisma.Sql {
  if (cursor === null || cursor === undefined) return Prisma.sql`TRUE`;
  const values = decodeCursor(order, cursor);
  const typed = order.columns.map(({ type }, index) => Prisma.sql`${values[index]}::${Prisma.raw(type)}`);
  const sameWay = order.columns.every(({ descending }) => !descending === !order.columns[0]?.descending);
  return sameWay ? rowComparison(order, typed) : columnComparison(order, typed);
}

/** (a, b) > (x, y): the form that an index on (a, b) answers. */
function rowComparison({ columns }: Order, values: readonly Prisma.Sql[]): Prisma.Sql {
  const row = Prisma.join(columns.map(({ column }) => column));
  const sign = columns[0]?.descending ? Prisma.raw('<') : Prisma.raw('>');
  return Prisma.sql`(${row}) ${sign} (${Prisma.join([...values])})`;
}

/** a > x OR (a = x AND b < y): for orders that mix ascending and descending. */
function columnComparison({ columns }: Order, values: readonly Prisma.Sql[]): Prisma.Sql {
  const steps = columns.map(({ column, descending }, index) => {
    const equal = columns.slice(0, index).map((earlier, i) => Prisma.sql`${earlier.column} = ${values[i]}`);
    const sign = descending ? Prisma.raw('<') : Prisma.raw('>');
    return Prisma.sql`(${Prisma.join([...equal, Prisma.sql`${column} ${sign} ${values[index]}`], ' AND ')})`;
  });
  return Prisma.sql`(${Prisma.join(steps, ' OR ')})`;
}

const CURSOR_VALUE: Record<SortColumn['type'], RegExp> = {
  text: /^[^\0]*$/s,
  int: /^-?\d{1,9}$/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  timestamptz: /^(-infinity|\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?)$/,
};

function decodeCursor(order: Order, cursor: string): string[] {
  const [name, ...values] = parseArray(Buffer.from(cursor, 'base64url').toString());
  const fits =
    name === order.name &&
    values.length === order.columns.length &&
    order.columns.every(({ type }, index) => CURSOR_VALUE[type].test(values[index] ?? '\0'));
  if (!fits) throw new InvalidCursor();
  return values;
}

function parseArray(text: string): string[] {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  } catch {
    // not JSON: the same answer as any other foreign cursor
  }
  throw new InvalidCursor();
}
