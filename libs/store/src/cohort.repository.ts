import { opened, type Database } from './database.js';
import { CohortNameTaken } from './errors.js';
import { Prisma } from './generated/prisma/client.js';
import { isUuid } from './ids.js';
import { listPages, NO_PARENT } from './list.js';
import { EMPTY_PAGE, type Order, type Page, type PageRequest } from './page.js';
import { seesAll, visibleTo, type Viewer } from './viewer.js';

type Labels = Readonly<Record<string, string>>;

/** Clusters that should be equal: all whose labels hold every label of the selector. */
export interface Cohort {
  readonly id: string;
  readonly name: string;
  readonly selector: Labels;
  readonly createdAt: Date;
  /** Those of its clusters that the viewer may see. */
  readonly clusterCount: number;
}

const BY_NAME: Order = { name: 'cohort-name', columns: [{ column: Prisma.sql`h.name`, type: 'text' }] };

/** Cohorts: a viewer sees those that hold a cluster that it may see, and all when it sees every cluster. */
export class CohortRepository {
  private readonly prisma;

  constructor(
    database: Database,
    private readonly now: () => Date = () => new Date(),
  ) {
    this.prisma = opened(database).prisma;
  }

  /** By name. @throws InvalidCursor */
  async list(viewer: Viewer, page: PageRequest): Promise<Page<Cohort>> {
    const pages = await listPages<Cohort, Cohort>(this.prisma, {
      parents: NO_PARENT,
      columns: columnsFor(viewer),
      from: Prisma.sql`cohort h`,
      where: shownTo(viewer),
      order: BY_NAME,
      page,
      toNode: (row) => row,
    });
    return pages.get('') ?? EMPTY_PAGE;
  }

  async byName(viewer: Viewer, name: string): Promise<Cohort | null> {
    const rows = await this.prisma.$queryRaw<Cohort[]>`
      SELECT ${columnsFor(viewer)} FROM cohort h WHERE h.name = ${name} AND ${shownTo(viewer)}`;
    return rows[0] ?? null;
  }

  /** Those of the ids that exist and may be seen, in any order. */
  byIds(viewer: Viewer, ids: readonly string[]): Promise<Cohort[]> {
    return this.prisma.$queryRaw<Cohort[]>`
      SELECT ${columnsFor(viewer)} FROM cohort h WHERE h.id = ANY(${ids.filter(isUuid)}::uuid[]) AND ${shownTo(viewer)}`;
  }

  /** @throws CohortNameTaken */
  async create(name: string, selector: Labels): Promise<string> {
    const [row] = await this.prisma.$queryRaw<{ id: string }[]>`
      INSERT INTO cohort (id, name, selector, created_at)
      VALUES (gen_random_uuid(), ${name}, ${JSON.stringify(selector)}::jsonb, ${this.now()})
      ON CONFLICT (name) DO NOTHING RETURNING id`;
    if (row === undefined) throw new CohortNameTaken(name);
    return row.id;
  }

  /** Keeps what is not given. false: there is no such cohort. @throws CohortNameTaken */
  async change(id: string, { name, selector }: { name?: string | null; selector?: Labels | null }): Promise<boolean> {
    if (!isUuid(id)) return false;
    if (name != null) {
      const taken = await this.prisma.$queryRaw<unknown[]>`
        SELECT 1 AS taken FROM cohort WHERE name = ${name} AND id <> ${id}::uuid`;
      if (taken.length > 0) throw new CohortNameTaken(name);
    }
    const changed = await this.prisma.$executeRaw`
      UPDATE cohort SET name = coalesce(${name ?? null}, name),
        selector = coalesce(${selector == null ? null : JSON.stringify(selector)}::jsonb, selector)
      WHERE id = ${id}::uuid`;
    return changed > 0;
  }

  /** false: there was no such cohort. */
  async delete(id: string): Promise<boolean> {
    if (!isUuid(id)) return false;
    return (await this.prisma.$executeRaw`DELETE FROM cohort WHERE id = ${id}::uuid`) > 0;
  }
}

const memberOf = (viewer: Viewer): Prisma.Sql =>
  Prisma.sql`FROM cluster c WHERE c.labels @> h.selector AND ${visibleTo(viewer)}`;

const shownTo = (viewer: Viewer): Prisma.Sql =>
  seesAll(viewer) ? Prisma.sql`TRUE` : Prisma.sql`EXISTS (SELECT 1 ${memberOf(viewer)})`;

const columnsFor = (viewer: Viewer): Prisma.Sql => Prisma.sql`
  h.id, h.name, h.selector, h.created_at AS "createdAt", (SELECT count(*)::int ${memberOf(viewer)}) AS "clusterCount"`;
