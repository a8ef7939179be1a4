import type { ClusterFacts } from './cluster-facts.js';
import { type Prisma } from './generated/prisma/client.js';
import { jsonText } from './json-text.js';

type Transaction = Prisma.TransactionClient;

/** Makes these what the cluster has now. Rows that would not change are not written. */
export async function replaceFacts(
  transaction: Transaction,
  clusterId: string,
  { compared, risks, extensions }: ClusterFacts,
): Promise<void> {
  await replaceSettings(
    transaction,
    clusterId,
    compared.filter(({ aspect }) => aspect !== 'POLICY'),
  );
  await replaceRisks(transaction, clusterId, risks);
  await replaceExtensions(transaction, clusterId, extensions);
}

async function replaceSettings(transaction: Transaction, clusterId: string, settings: ClusterFacts['compared']) {
  const rows = jsonText(settings.map(({ detail, ...setting }) => ({ ...setting, told: detail })));
  await transaction.$executeRaw`
    DELETE FROM cluster_setting s WHERE s.cluster_id = ${clusterId}::uuid AND NOT EXISTS (
      SELECT 1 FROM json_to_recordset(${rows}::json) AS row (aspect text, kind text, namespace text, name text)
      WHERE (row.aspect, row.kind, row.namespace, row.name) = (s.aspect, s.kind, s.namespace, s.name))`;
  await transaction.$executeRaw`
    INSERT INTO cluster_setting AS s (cluster_id, aspect, kind, namespace, name, text_digest, meaning_digest,
      enforcement_digest, meaning, enforcement)
    SELECT ${clusterId}::uuid, aspect, kind, namespace, name, decode(text, 'hex'), decode(meaning, 'hex'),
      decode(enforcement, 'hex'), coalesce(told->'meaning', 'null'), coalesce(told->'enforcement', 'null')
    FROM json_to_recordset(${rows}::json) AS row (aspect text, kind text, namespace text, name text, text text,
      meaning text, enforcement text, told jsonb)
    ON CONFLICT (cluster_id, aspect, kind, namespace, name) DO UPDATE SET text_digest = excluded.text_digest,
      meaning_digest = excluded.meaning_digest, enforcement_digest = excluded.enforcement_digest,
      meaning = excluded.meaning, enforcement = excluded.enforcement
    WHERE (s.text_digest, s.meaning_digest, s.enforcement_digest)
      IS DISTINCT FROM (excluded.text_digest, excluded.meaning_digest, excluded.enforcement_digest)`;
}

async function replaceRisks(transaction: Transaction, clusterId: string, risks: ClusterFacts['risks']) {
  const rows = jsonText(
    risks.map((risk) => {
      const services = risk.cutOff.filter(({ kind }) => kind === 'Service' || kind === 'ServiceEntry').length;
      return { ...risk, services, workloads: risk.cutOff.length - services };
    }),
  );
  await transaction.$executeRaw`
    DELETE FROM cluster_risk r WHERE r.cluster_id = ${clusterId}::uuid AND NOT EXISTS (
      SELECT 1 FROM json_to_recordset(${rows}::json) AS row (side text, cause text, kind text, namespace text, name text)
      WHERE (row.side, row.cause, row.kind, row.namespace, row.name) = (r.side, r.cause, r.kind, r.namespace, r.name))`;
  await transaction.$executeRaw`
    INSERT INTO cluster_risk AS r (cluster_id, side, cause, kind, namespace, name, intended, workloads, services,
      cut_off_count, covered_count, cut_off, covered, callers, evidence)
    SELECT DISTINCT ON (side, cause, kind, namespace, name) ${clusterId}::uuid, side, cause, kind, namespace, name,
      intended, workloads, services, workloads + services, jsonb_array_length(covered), "cutOff", covered, callers, evidence
    FROM json_to_recordset(${rows}::json) AS row (side text, cause text, kind text, namespace text, name text,
      intended boolean, workloads int, services int, "cutOff" jsonb, covered jsonb, callers jsonb, evidence jsonb)
    ON CONFLICT (cluster_id, side, cause, kind, namespace, name) DO UPDATE SET intended = excluded.intended,
      workloads = excluded.workloads, services = excluded.services, cut_off_count = excluded.cut_off_count,
      covered_count = excluded.covered_count, cut_off = excluded.cut_off, covered = excluded.covered,
      callers = excluded.callers, evidence = excluded.evidence
    WHERE (r.intended, r.cut_off, r.covered, r.callers, r.evidence) IS DISTINCT FROM
      (excluded.intended, excluded.cut_off, excluded.covered, excluded.callers, excluded.evidence)`;
}

async function replaceExtensions(transaction: Transaction, clusterId: string, extensions: ClusterFacts['extensions']) {
  const rows = jsonText(extensions);
  await transaction.$executeRaw`
    DELETE FROM cluster_extension e WHERE e.cluster_id = ${clusterId}::uuid AND NOT EXISTS (
      SELECT 1 FROM json_to_recordset(${rows}::json) AS row (kind text, namespace text, name text)
      WHERE (row.kind, row.namespace, row.name) = (e.kind, e.namespace, e.name))`;
  await transaction.$executeRaw`
    INSERT INTO cluster_extension AS e (cluster_id, kind, namespace, name, source, tag, digest, pinned, inline, orphaned,
      team, proxy_count, proxies, patches)
    SELECT ${clusterId}::uuid, kind, namespace, name, source, tag, digest, pinned, inline, orphaned, team,
      jsonb_array_length(proxies), proxies, patches
    FROM json_to_recordset(${rows}::json) AS row (kind text, namespace text, name text, source text, tag text,
      digest text, pinned boolean, inline boolean, orphaned boolean, team text, proxies jsonb, patches jsonb)
    ON CONFLICT (cluster_id, kind, namespace, name) DO UPDATE SET source = excluded.source, tag = excluded.tag,
      digest = excluded.digest, pinned = excluded.pinned, inline = excluded.inline, orphaned = excluded.orphaned,
      team = excluded.team, proxy_count = excluded.proxy_count, proxies = excluded.proxies, patches = excluded.patches
    WHERE (e.source, e.tag, e.digest, e.pinned, e.inline, e.orphaned, e.team, e.proxies, e.patches)
      IS DISTINCT FROM (excluded.source, excluded.tag, excluded.digest, excluded.pinned, excluded.inline,
        excluded.orphaned, excluded.team, excluded.proxies, excluded.patches)`;
}
