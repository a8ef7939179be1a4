import { opened, type Database } from './database.js';

/** Who did what to what, and when. */
export interface AuditEvent {
  readonly at: Date;
  readonly actor: string;
  /** e.g. `token.create` */
  readonly action: string;
  readonly subject: string;
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
}

/** The trail of what was changed by hand. It only grows. */
export class AuditRepository {
  private readonly prisma;

  constructor(
    database: Database,
    private readonly now: () => Date = () => new Date(),
  ) {
    this.prisma = opened(database).prisma;
  }

  async append({ actor, action, subject, detail }: Omit<AuditEvent, 'at'>): Promise<void> {
    await this.prisma.auditEvent.create({ data: { at: this.now(), actor, action, subject, detail } });
  }

  /** The newest first. */
  async newest(count: number): Promise<AuditEvent[]> {
    const rows = await this.prisma.auditEvent.findMany({ orderBy: [{ at: 'desc' }, { id: 'desc' }], take: count });
    return rows.map(({ at, actor, action, subject, detail }) => ({
      at,
      actor,
      action,
      subject,
      detail: detail as AuditEvent['detail'],
    }));
  }
}
