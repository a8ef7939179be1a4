import { Prisma } from './generated/prisma/client.js';

/** Clusters by name ('*' stands for any characters) and, when given, by labels: both must hold. */
export interface ClusterSelector {
  readonly names: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
}

/** Who reads: every read of the store takes one, and sees only these clusters. */
export interface Viewer {
  readonly clusters: ClusterSelector;
}

/** Sees every cluster: the operator of the process itself, and tests. */
export const SEES_ALL: Viewer = { clusters: { names: ['*'] } };

/** Whether nothing is hidden from it, whichever clusters are added later. */
export const seesAll = ({ clusters: { names, labels = {} } }: Viewer): boolean =>
  names.includes('*') && Object.keys(labels).length === 0;

/**
 * The condition on the table `cluster`, under the alias `c`, that keeps a read inside what its viewer may see.
 * It is the only place that applies a Viewer: every query that answers a caller joins `cluster c` and holds it.
 */
export function visibleTo(viewer: Viewer): Prisma.Sql {
  const { names, labels } = viewer.clusters;
  const byName = names.includes('*') ? Prisma.sql`TRUE` : Prisma.sql`c.name LIKE ANY(${names.map(likePattern)})`;
  const wanted = labels ?? {};
  if (Object.keys(wanted).length === 0) return byName;
  return Prisma.sql`(${byName} AND c.labels @> ${JSON.stringify(wanted)}::jsonb)`;
}

/** The same answer for one name, before a cluster exists: may its token create or write it? Labels cannot hold yet. */
export function selectsName(selector: ClusterSelector, name: string): boolean {
  return selector.names.some((pattern) => globToRegExp(pattern).test(name));
}

function likePattern(name: string): string {
  return name.replace(/[\\%_]/g, '\\$&').replaceAll('*', '%');
}

function globToRegExp(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}
