import type { EffectCounts, FindingCounts } from './cluster.repository.js';
import { opened, type Database } from './database.js';
import { FRESH_FOR_MS } from './freshness.js';
import { visibleTo, type Viewer } from './viewer.js';

/** All clusters that the viewer may see, in one look. */
export interface FleetSummary {
  readonly clusters: number;
  readonly freshClusters: number;
  readonly staleClusters: number;
  readonly silentClusters: number;
  /** Logical policies. */
  readonly policies: number;
  readonly findingCounts: FindingCounts;
  readonly effectCounts: EffectCounts;
  /** When the oldest and the newest current snapshot were captured. */
  readonly dataFrom: Date | null;
  readonly dataTo: Date | null;
}

export class FleetRepository {
  private readonly prisma;

  constructor(
    database: Database,
    private readonly now: () => Date = () => new Date(),
  ) {
    this.prisma = opened(database).prisma;
  }

  async summary(viewer: Viewer): Promise<FleetSummary> {
    const freshFrom = new Date(this.now().getTime() - FRESH_FOR_MS);
    const [row] = await this.prisma.$queryRaw<SummaryRow[]>`
      SELECT count(*)::int AS clusters,
        count(*) FILTER (WHERE c.captured_at >= ${freshFrom})::int AS "freshClusters",
        count(*) FILTER (WHERE c.captured_at < ${freshFrom})::int AS "staleClusters",
        count(*) FILTER (WHERE c.captured_at IS NULL)::int AS "silentClusters",
        coalesce(sum(c.error_count), 0)::int AS error, coalesce(sum(c.warning_count), 0)::int AS warning,
        coalesce(sum(c.info_count), 0)::int AS info,
        min(c.captured_at) AS "dataFrom", max(c.captured_at) AS "dataTo"
      FROM cluster c WHERE ${visibleTo(viewer)}`;
    const effects = await this.prisma.$queryRaw<{ effect: string; count: number }[]>`
      SELECT counted.key AS effect, sum(counted.value::int)::int AS count
      FROM cluster c CROSS JOIN LATERAL jsonb_each_text(c.effect_counts) AS counted
      WHERE ${visibleTo(viewer)} GROUP BY counted.key ORDER BY counted.key`;
    const [policies] = await this.prisma.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM (
        SELECT 1 FROM cluster_policy p JOIN cluster c ON c.id = p.cluster_id
        WHERE ${visibleTo(viewer)} GROUP BY p.kind, p.namespace, p.name) AS logical`;
    if (!row) throw new Error('An aggregate without GROUP BY always has a row.');
    const { error, warning, info, ...rest } = row;
    return {
      ...rest,
      policies: policies?.count ?? 0,
      findingCounts: { error, warning, info },
      effectCounts: Object.fromEntries(effects.map(({ effect, count }) => [effect, count])),
    };
  }
}

type SummaryRow = Omit<FleetSummary, 'policies' | 'findingCounts' | 'effectCounts'> & FindingCounts;
