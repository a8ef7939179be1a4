import { hash } from 'node:crypto';
import { generateCluster } from './cluster.mjs';
import { openSource } from './ingest-database.mjs';
import { toNdjson, toYaml } from './texts.mjs';

export const projects = ['@waymark/store'];

const OBJECTS = 10_000;
const ROUNDS = 3;

/**
 * Uploads of a cluster by the real path (parse, admit, hash, places, receive) against what an upload costs at least: to
 * parse its bytes as Waymark reads them, to hash the canonical JSON of every object, and on the first upload to write
 * the same rows in one statement for each table. The first upload is measured by the clock, because the database server
 * works too; the others, which leave it next to nothing to do, by the processor time of this process, which a busy
 * machine disturbs less.
 */
export async function measure() {
  const source = await openSource();
  const objects = [...generateCluster({ objects: OBJECTS })];
  const goals = [];
  try {
    for (const [format, write] of [
      ['YAML', toYaml],
      ['NDJSON', toNdjson],
    ]) {
      const bytes = { first: write(objects), again: write(objects.map(touchedByServer)) };
      const times = await medianTimes(() => round(source, bytes));
      console.log(
        `${OBJECTS} objects, ${(bytes.first.length / 1e6).toFixed(1)} MB of ${format}, ${source.kind} (clock, processor):`,
      );
      for (const [name, { clock, processor }] of Object.entries(times)) {
        const columns = [clock, processor].map((time) => `${time.toFixed(0).padStart(6)} ms`);
        console.log(`${columns.join(' ')}  ${name}`);
      }
      goals.push(...goalsOf(format, times));
    }
  } finally {
    await source.dispose();
  }
  return goals;
}

/** As a collector finds it a minute later: other bytes, and nothing that any analysis reads. */
function touchedByServer(object) {
  const { resourceVersion } = object.metadata;
  return { ...object, metadata: { ...object.metadata, resourceVersion: `${Number(resourceVersion ?? 0) + 1}` } };
}

/** Every work once, in databases that are empty at first. */
async function round(source, bytes) {
  const { canonicalJson, readManifests } = await import('@waymark/engine');
  const { contentOf, SnapshotRepository } = await import('@waymark/store');
  const snapshots = new SnapshotRepository(await source.open());
  const least = await source.openBare();
  const times = {};
  const timed = async (name, work) => {
    const [started, used] = [performance.now(), process.cpuUsage()];
    const result = await work();
    const { user, system } = process.cpuUsage(used);
    times[name] = { clock: performance.now() - started, processor: (user + system) / 1000 };
    return result;
  };
  const { manifests } = await timed('parse', () => readManifests([{ name: 'cluster', bytes: bytes.first }]));
  await timed('hash', () => manifests.map(({ body }) => hash('sha256', canonicalJson(body))));
  const content = contentOf((await uploadOf(bytes.first)).manifests);
  await timed('one bulk write', () => least.write(content.objects));
  await timed('first upload', () => receive(snapshots, bytes.first));
  await timed('unchanged upload, other bytes', () => receive(snapshots, bytes.again));
  await timed('unchanged upload, same bytes', () => receive(snapshots, bytes.again));
  await least.close();
  return times;
}

/** What the API does with a body. */
async function receive(snapshots, bytes) {
  const { ENGINE_VERSION } = await import('@waymark/engine');
  const header = {
    uploadId: crypto.randomUUID(),
    bodyDigest: hash('sha256', bytes, 'buffer'),
    source: { repository: null, commit: null, ref: null, run: null },
    capturedAt: null,
    istioVersion: null,
    engineVersion: ENGINE_VERSION,
  };
  const known = await snapshots.receiveSame('bench', header);
  return known ?? snapshots.receive('bench', { ...header, ...(await uploadOf(bytes)), createCluster: true });
}

async function uploadOf(bytes) {
  const { admit, layoutOf, readManifests } = await import('@waymark/engine');
  const { contentOf } = await import('@waymark/store');
  const read = readManifests([{ name: 'cluster', bytes }]);
  const { manifests, skipped } = admit(read.manifests);
  return {
    manifests,
    content: contentOf(manifests),
    layout: layoutOf(manifests),
    skipped: [...read.skipped, ...skipped],
  };
}

function goalsOf(format, times) {
  const ratio = (work, least, measure, limit) => ({
    goal: `${format}, ${work} to ${least.join(' + ')}`,
    value: times[work][measure] / least.reduce((sum, name) => sum + times[name][measure], 0),
    limit,
  });
  return [
    ratio('first upload', ['parse', 'hash', 'one bulk write'], 'clock', 3),
    ratio('unchanged upload, other bytes', ['parse', 'hash'], 'processor', 1.5),
    ratio('unchanged upload, same bytes', ['parse', 'hash'], 'processor', 1.5),
  ];
}

/** The works follow each other in every round, so that a busy moment of the machine falls on all; the first warms up. */
async function medianTimes(work) {
  const rounds = [];
  for (let index = 0; index <= ROUNDS; index++) rounds.push(await work());
  const names = Object.keys(rounds[0]);
  const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
  const medianOf = (name, measure) => median(rounds.slice(1).map((times) => times[name][measure]));
  return Object.fromEntries(
    names.map((name) => [name, { clock: medianOf(name, 'clock'), processor: medianOf(name, 'processor') }]),
  );
}
