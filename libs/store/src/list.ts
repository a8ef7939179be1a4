import { Prisma } from './generated/prisma/client.js';
import type { Reader } from './database.js';
import { afterCursor, cursorColumns, encodeCursor, orderBy, type Order, type Page, type PageRequest } from './page.js';

/** A list under each of several parents, e.g. the findings of these clusters; a list without parents has one, ''. */
export interface ListQuery<Row, T> {
  /** `SELECT …` giving the columns of the parents under the alias `parent`; its column `id` names the parent. */
  readonly parents: Prisma.Sql;
  readonly columns: Prisma.Sql;
  /** Tables and joins; may use `parent`. */
  readonly from: Prisma.Sql;
  /** What belongs to a parent and passes the filters; may use `parent`. */
  readonly where: Prisma.Sql;
  readonly order: Order;
  readonly page: PageRequest;
  readonly toNode: (row: Row) => T;
}

export const NO_PARENT = Prisma.sql`SELECT ''::text AS id`;

interface Placed {
  readonly parentId: string;
  readonly cursorValues: string[];
}

/** The page of each parent, in two statements however many parents there are. @throws InvalidCursor */
export async function listPages<Row, T>(
  database: Reader,
  { parents, columns, from, where, order, page, toNode }: ListQuery<Row, T>,
): Promise<Map<string, Page<T>>> {
  const rows = await database.$queryRaw<(Row & Placed)[]>`
    SELECT parent.id AS "parentId", listed.*
    FROM (${parents}) AS parent
    CROSS JOIN LATERAL (
      SELECT ${columns}, ${cursorColumns(order)} AS "cursorValues"
      FROM ${from} WHERE ${where} AND ${afterCursor(order, page.after)}
      ORDER BY ${orderBy(order)} LIMIT ${page.first + 1}
    ) AS listed`;
  const counts = await database.$queryRaw<{ id: string; count: number }[]>`
    SELECT parent.id, (SELECT count(*)::int FROM ${from} WHERE ${where}) AS count FROM (${parents}) AS parent`;
  const rowsByParent = groupBy(rows, ({ parentId }) => parentId);
  return new Map(
    counts.map(({ id, count }) => [id, toPage(rowsByParent.get(id) ?? [], count, { order, page, toNode })]),
  );
}

/** The conditions that are asked for, all of them. */
export function allOf(conditions: readonly (Prisma.Sql | null)[]): Prisma.Sql {
  const asked = conditions.filter((condition) => condition !== null);
  return asked.length === 0 ? Prisma.sql`TRUE` : Prisma.join(asked, ' AND ');
}

/** Map.groupBy, which Node 20 does not have. */
export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

function toPage<Row, T>(
  rows: readonly (Row & Placed)[],
  totalCount: number,
  { order, page, toNode }: Pick<ListQuery<Row, T>, 'order' | 'page' | 'toNode'>,
): Page<T> {
  const edges = rows.slice(0, page.first).map(({ parentId: _, cursorValues, ...row }) => ({
    cursor: encodeCursor(order, cursorValues),
    node: toNode(row as unknown as Row), // what is left of Row & Placed
  }));
  return { edges, hasNextPage: rows.length > page.first, totalCount };
}
