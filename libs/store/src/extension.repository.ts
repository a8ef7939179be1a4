import type { ExtensionPatch, ObjectRef } from '@waymark/engine';
import { opened, type Database } from './database.js';
import { Prisma } from './generated/prisma/client.js';
import { allOf, listPages, NO_PARENT } from './list.js';
import { EMPTY_PAGE, type Order, type Page, type PageRequest } from './page.js';
import { visibleTo, type Viewer } from './viewer.js';

/** An extension where it runs, or does not. */
export interface ExtensionCluster {
  readonly clusterId: string;
  readonly name: string;
  readonly proxies: readonly ObjectRef[];
  readonly orphaned: boolean;
}

/** One version of an extension: the same object with the same content, over the clusters that have it. */
export interface StoredExtension extends ObjectRef {
  readonly source: string;
  readonly tag: string | null;
  readonly digest: string | null;
  readonly pinned: boolean;
  readonly inline: boolean;
  readonly team: string | null;
  readonly patches: readonly ExtensionPatch[];
  /** By name. */
  readonly clusters: readonly ExtensionCluster[];
  /** In at least one of the clusters no proxy runs it. */
  readonly orphaned: boolean;
}

export interface ExtensionFilter {
  readonly kind?: string | null;
  readonly namespace?: string | null;
  readonly team?: string | null;
  readonly cluster?: string | null;
  readonly pinned?: boolean | null;
  readonly orphaned?: boolean | null;
}

const BY_NAME: Order = {
  name: 'extension-name',
  columns: ['kind', 'namespace', 'name', 'source', 'tag', 'digest'].map((column) => ({
    column: Prisma.sql`x.${Prisma.raw(column)}`,
    type: 'text' as const,
  })),
};

/** WasmPlugin, TrafficExtension and EnvoyFilter over the clusters. */
export class ExtensionRepository {
  private readonly prisma;

  constructor(database: Database) {
    this.prisma = opened(database).prisma;
  }

  /** By kind, namespace, name and version. @throws InvalidCursor */
  async list(viewer: Viewer, page: PageRequest, filter: ExtensionFilter = {}): Promise<Page<StoredExtension>> {
    const pages = await listPages<ExtensionRow, StoredExtension>(this.prisma, {
      parents: NO_PARENT,
      columns: Prisma.sql`x.*`,
      from: Prisma.sql`(
        SELECT e.kind, e.namespace, e.name, e.source, e.tag, e.digest, bool_and(e.pinned) AS pinned,
          bool_or(e.inline) AS inline, min(e.team) AS team, bool_or(e.orphaned) AS orphaned,
          (array_agg(e.patches ORDER BY c.name))[1] AS patches,
          jsonb_agg(jsonb_build_object('clusterId', c.id, 'name', c.name, 'proxies', e.proxies, 'orphaned', e.orphaned)
            ORDER BY c.name) AS clusters
        FROM cluster_extension e JOIN cluster c ON c.id = e.cluster_id
        WHERE ${visibleTo(viewer)} AND ${passes(filter)}
        GROUP BY e.kind, e.namespace, e.name, e.source, e.tag, e.digest) AS x`,
      where: Prisma.sql`TRUE`,
      order: BY_NAME,
      page,
      toNode: ({ tag, digest, team, ...row }) => ({
        ...row,
        tag: textOrNone(tag),
        digest: textOrNone(digest),
        team: textOrNone(team),
      }),
    });
    return pages.get('') ?? EMPTY_PAGE;
  }
}

type ExtensionRow = Omit<StoredExtension, 'tag' | 'digest' | 'team'> & { tag: string; digest: string; team: string };

const textOrNone = (text: string): string | null => (text === '' ? null : text);

function passes({ kind, namespace, team, cluster, pinned, orphaned }: ExtensionFilter): Prisma.Sql {
  return allOf([
    kind ? Prisma.sql`e.kind = ${kind}` : null,
    namespace == null ? null : Prisma.sql`e.namespace = ${namespace}`,
    team ? Prisma.sql`e.team = ${team}` : null,
    cluster ? Prisma.sql`c.name = ${cluster}` : null,
    pinned == null ? null : Prisma.sql`e.pinned = ${pinned}`,
    orphaned == null ? null : Prisma.sql`e.orphaned = ${orphaned}`,
  ]);
}
