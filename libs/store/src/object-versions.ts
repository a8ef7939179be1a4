import type { StoredObject } from './content.js';
import type { Prisma } from './generated/prisma/client.js';

type Transaction = Prisma.TransactionClient;

/**
 * Makes these the objects of the cluster from `sequence` on. Objects that are the same as before keep their row; the
 * cost is what changed.
 */
export async function replaceObjects(
  transaction: Transaction,
  clusterId: string,
  sequence: number,
  objects: readonly StoredObject[],
): Promise<void> {
  const change = await changeOf(transaction, clusterId, objects);
  await addManifests(transaction, change.opened);
  await closeObjects(transaction, clusterId, sequence, change.closed);
  await openObjects(transaction, { clusterId, from: sequence, to: null }, change.opened);
}

/**
 * Records objects for the one snapshot `sequence` and leaves what is current as it was: what differs is valid for this
 * sequence alone, and what it displaces goes on behind it.
 */
export async function recordLateObjects(
  transaction: Transaction,
  clusterId: string,
  sequence: number,
  objects: readonly StoredObject[],
): Promise<void> {
  const change = await changeOf(transaction, clusterId, objects);
  await addManifests(transaction, change.opened);
  await closeObjects(transaction, clusterId, sequence, change.closed);
  await openObjects(transaction, { clusterId, from: sequence, to: sequence + 1 }, change.opened);
  await openObjects(transaction, { clusterId, from: sequence + 1, to: null }, change.closed);
}

type ObjectKey = Pick<StoredObject, 'kind' | 'namespace' | 'name' | 'group'>;
type ObjectRow = Omit<StoredObject, 'json'>;

interface Change {
  readonly closed: readonly ObjectRow[];
  readonly opened: readonly StoredObject[];
}

async function changeOf(
  transaction: Transaction,
  clusterId: string,
  objects: readonly StoredObject[],
): Promise<Change> {
  const current = await transaction.$queryRaw<ObjectRow[]>`
    SELECT kind, namespace, name, api_group AS "group", encode(digest, 'hex') AS digest
    FROM object_version WHERE cluster_id = ${clusterId}::uuid AND valid_to IS NULL`;
  const digests = new Map(current.map((row) => [keyOf(row), row.digest]));
  const opened = objects.filter((object) => digests.get(keyOf(object)) !== object.digest);
  const kept = new Set(objects.map((object) => `${keyOf(object)}\0${object.digest}`));
  return { opened, closed: current.filter((row) => !kept.has(`${keyOf(row)}\0${row.digest}`)) };
}

const keyOf = ({ kind, namespace, name, group }: ObjectKey): string => `${kind}\0${namespace}\0${name}\0${group}`;

/** Sorted by digest, so that two uploads that bring the same new manifests wait for each other and never deadlock. */
async function addManifests(transaction: Transaction, objects: readonly StoredObject[]): Promise<void> {
  const byDigest = new Map(objects.map((object) => [object.digest, object.json]));
  const known = await transaction.$queryRaw<{ digest: string }[]>`
    SELECT encode(digest, 'hex') AS digest FROM manifest
    WHERE digest IN (SELECT decode(value, 'hex') FROM json_array_elements_text(${JSON.stringify([...byDigest.keys()])}::json))`;
  for (const { digest } of known) byDigest.delete(digest);
  if (byDigest.size === 0) return;
  const rows = [...byDigest].map(([digest, json]) => `{"digest":"${digest}","body":${json}}`);
  await transaction.$executeRaw`
    INSERT INTO manifest (digest, body)
    SELECT decode(digest, 'hex'), body FROM json_to_recordset(${`[${rows.join()}]`}::json) AS row (digest text, body jsonb)
    ORDER BY digest
    ON CONFLICT (digest) DO NOTHING`;
}

async function closeObjects(
  transaction: Transaction,
  clusterId: string,
  sequence: number,
  objects: readonly ObjectKey[],
): Promise<void> {
  if (objects.length === 0) return;
  const rows = objects.map(({ kind, namespace, name, group }) => ({ kind, namespace, name, group }));
  await transaction.$executeRaw`
    UPDATE object_version o SET valid_to = ${sequence}
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS row (kind text, namespace text, name text, "group" text)
    WHERE o.cluster_id = ${clusterId}::uuid AND o.valid_to IS NULL
      AND o.kind = row.kind AND o.namespace = row.namespace AND o.name = row.name AND o.api_group = row."group"`;
}

interface Range {
  readonly clusterId: string;
  readonly from: number;
  readonly to: number | null;
}

/** What a late upload displaced goes on in a row that begins where the next snapshot does, and is written again by it. */
async function openObjects(
  transaction: Transaction,
  { clusterId, from, to }: Range,
  objects: readonly ObjectRow[],
): Promise<void> {
  if (objects.length === 0) return;
  const rows = objects.map(({ kind, namespace, name, group, digest }) => ({ kind, namespace, name, group, digest }));
  await transaction.$executeRaw`
    INSERT INTO object_version (cluster_id, kind, namespace, name, api_group, valid_from, valid_to, digest)
    SELECT ${clusterId}::uuid, kind, namespace, name, "group", ${from}, ${to}::int, decode(digest, 'hex')
    FROM json_to_recordset(${JSON.stringify(rows)}::json)
      AS row (kind text, namespace text, name text, "group" text, digest text)
    ON CONFLICT (cluster_id, kind, namespace, name, api_group, valid_from)
      DO UPDATE SET valid_to = excluded.valid_to, digest = excluded.digest`;
}
