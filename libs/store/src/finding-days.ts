import type { Severity } from '@waymark/engine';
import type { Placement } from './finish.js';
import type { Prisma } from './generated/prisma/client.js';
import { SEVERITIES } from './severity.js';

type Counts = Readonly<Record<Severity, number>>;

/** Findings that one analysis opened (again) and fixed, by severity. */
export interface Turnover {
  readonly opened: Counts;
  readonly fixed: Counts;
}

/** Makes these the open findings at the end of the day of the snapshot, and adds what was opened and fixed on it. */
export async function recordDay(
  transaction: Prisma.TransactionClient,
  { clusterId, capturedAt, cause }: Placement,
  open: Counts,
  { opened, fixed }: Turnover,
): Promise<void> {
  const byEngine = cause === 'ENGINE' ? 1 : 0;
  const rows = SEVERITIES.map((severity, rank) => {
    return { rank, open: open[severity], opened: opened[severity], fixed: fixed[severity] };
  });
  await transaction.$executeRaw`
    INSERT INTO finding_day AS d (cluster_id, day, severity_rank, open, opened, fixed, opened_by_engine, fixed_by_engine)
    SELECT ${clusterId}::uuid, (${capturedAt}::timestamptz AT TIME ZONE 'UTC')::date, rank, open,
      opened * (1 - ${byEngine}::int), fixed * (1 - ${byEngine}::int), opened * ${byEngine}::int, fixed * ${byEngine}::int
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS row (rank smallint, open int, opened int, fixed int)
    ON CONFLICT (cluster_id, day, severity_rank) DO UPDATE SET open = excluded.open,
      opened = d.opened + excluded.opened, fixed = d.fixed + excluded.fixed,
      opened_by_engine = d.opened_by_engine + excluded.opened_by_engine,
      fixed_by_engine = d.fixed_by_engine + excluded.fixed_by_engine`;
}
