import type { CohortRepository } from './cohort.repository.js';
import type { FindingCounts } from './cluster.repository.js';
import { opened, type Database } from './database.js';
import { CohortNotFound } from './errors.js';
import { Prisma } from './generated/prisma/client.js';
import { severityOf } from './severity.js';
import { visibleTo, type Viewer } from './viewer.js';

/** One day (UTC) of the findings of some clusters. */
export interface TrendDay {
  /** `2026-11-24` */
  readonly day: string;
  /** At the end of the day. */
  readonly open: FindingCounts;
  /** On this day, by what changed in the clusters. */
  readonly opened: FindingCounts;
  readonly fixed: FindingCounts;
  /** On this day, because another engine answered for the same snapshot. */
  readonly openedByEngine: FindingCounts;
  readonly fixedByEngine: FindingCounts;
}

export interface TrendRequest {
  /** First and last day, `2026-11-24`. */
  readonly from: string;
  readonly to: string;
  readonly cohort?: string | null;
  /** Name of a cluster. */
  readonly cluster?: string | null;
}

/** Findings over the days: read from what was counted when they were written. */
export class TrendRepository {
  private readonly prisma;

  constructor(
    database: Database,
    private readonly cohorts: CohortRepository,
  ) {
    this.prisma = opened(database).prisma;
  }

  /** Every day from the first to the last. @throws CohortNotFound */
  async findings(viewer: Viewer, { from, to, cohort: name, cluster }: TrendRequest): Promise<TrendDay[]> {
    const cohort = name == null ? null : await this.cohorts.byName(viewer, name);
    if (name != null && cohort === null) throw new CohortNotFound(name);
    const rows = await this.prisma.$queryRaw<DayRow[]>`
      WITH counted AS (
        SELECT greatest(d.day, ${from}::date) AS day, d.severity_rank AS rank, d.day >= ${from}::date AS shown, d.opened,
          d.fixed, d.opened_by_engine, d.fixed_by_engine,
          d.open - lag(d.open, 1, 0) OVER (PARTITION BY d.cluster_id, d.severity_rank ORDER BY d.day) AS more
        FROM finding_day d JOIN cluster c ON c.id = d.cluster_id
        WHERE d.day <= ${to}::date AND ${visibleTo(viewer)}
          AND ${cohort === null ? Prisma.sql`TRUE` : Prisma.sql`c.labels @> ${JSON.stringify(cohort.selector)}::jsonb`}
          AND ${cluster == null ? Prisma.sql`TRUE` : Prisma.sql`c.name = ${cluster}`}
      ), summed AS (
        SELECT day, rank, sum(more) AS more, sum(opened) FILTER (WHERE shown) AS opened,
          sum(fixed) FILTER (WHERE shown) AS fixed, sum(opened_by_engine) FILTER (WHERE shown) AS opened_by_engine,
          sum(fixed_by_engine) FILTER (WHERE shown) AS fixed_by_engine
        FROM counted GROUP BY day, rank
      )
      SELECT to_char(days.day, 'YYYY-MM-DD') AS day, ranks.rank,
        coalesce(sum(s.more) OVER (PARTITION BY ranks.rank ORDER BY days.day), 0)::int AS open,
        coalesce(s.opened, 0)::int AS opened, coalesce(s.fixed, 0)::int AS fixed,
        coalesce(s.opened_by_engine, 0)::int AS "openedByEngine", coalesce(s.fixed_by_engine, 0)::int AS "fixedByEngine"
      FROM generate_series(${from}::date, ${to}::date, interval '1 day') AS days (day)
      CROSS JOIN generate_series(0, 2) AS ranks (rank)
      LEFT JOIN summed s ON s.day = days.day::date AND s.rank = ranks.rank
      ORDER BY days.day, ranks.rank`;
    return toDays(rows);
  }
}

interface DayRow extends Record<Counted, number> {
  readonly day: string;
  readonly rank: number;
}

type Counted = 'open' | 'opened' | 'fixed' | 'openedByEngine' | 'fixedByEngine';
const COUNTED: readonly Counted[] = ['open', 'opened', 'fixed', 'openedByEngine', 'fixedByEngine'];

function toDays(rows: readonly DayRow[]): TrendDay[] {
  const days = new Map<string, Record<Counted, Record<keyof FindingCounts, number>>>();
  for (const row of rows) {
    const day = days.get(row.day) ?? {
      open: none(),
      opened: none(),
      fixed: none(),
      openedByEngine: none(),
      fixedByEngine: none(),
    };
    for (const counted of COUNTED) day[counted][severityOf(row.rank)] = row[counted];
    days.set(row.day, day);
  }
  return [...days].map(([day, counts]) => ({ day, ...counts }));
}

const none = (): Record<keyof FindingCounts, number> => ({ error: 0, warning: 0, info: 0 });
