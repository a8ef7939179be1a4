import { beforeAll, describe, expect, it } from '@jest/globals';
import { AnalysisRepository } from './analysis.repository.js';
import { ClusterRepository } from './cluster.repository.js';
import { opened, type Database } from './database.js';
import { ClusterNotFound, UploadIdReused } from './errors.js';
import { SnapshotRepository } from './snapshot.repository.js';
import { analyseNext, forEachDatabase, growth, rowCounts, shopYaml, uploadOf } from './testing/index.js';
import { SEES_ALL } from './viewer.js';

const AT = (time: string) => new Date(`2026-11-24T${time}:00.000Z`);
const NOW = AT('12:00');

forEachDatabase((open) => {
  let database: Database;
  let snapshots: SnapshotRepository;
  let analyses: AnalysisRepository;

  beforeAll(async () => {
    database = await open();
    snapshots = new SnapshotRepository(database, () => NOW);
    analyses = new AnalysisRepository(database, () => NOW);
  }, 60_000);

  const bodiesOf = async (snapshotId: string) => (await snapshots.loadForAnalysis(snapshotId))?.bodies.length;

  describe('receiving a snapshot', () => {
    it('refuses an unknown cluster unless it may create it', async () => {
      const upload = uploadOf(shopYaml(), { createCluster: false });
      await expect(snapshots.receive('unknown', upload)).rejects.toThrow(ClusterNotFound);
      await expect(snapshots.receive('created', { ...upload, createCluster: true })).resolves.toMatchObject({
        sequence: 1,
        objectCount: 4,
        analysisQueued: true,
        retried: false,
      });
    });

    it('answers a retry of the same bytes as the first time, and refuses other bytes under its id', async () => {
      const upload = uploadOf(shopYaml(), { uploadId: 'run-1' });
      const first = await snapshots.receive('retried', upload);
      const counts = await rowCounts(database);
      const second = await snapshots.receive('retried', upload);
      expect(second).toEqual({ ...first, retried: true, analysisQueued: false });
      const other = uploadOf(shopYaml({ replicas: 3 }), { uploadId: 'run-1' });
      await expect(snapshots.receive('retried', other)).rejects.toThrow(UploadIdReused);
      expect(growth(counts, await rowCounts(database))).toEqual({});
      await expect(snapshots.receive('another', other)).resolves.toMatchObject({ sequence: 1 });
    });

    it('makes one snapshot of two retries that race', async () => {
      const upload = uploadOf(shopYaml(), { uploadId: 'race' });
      const receipts = await Promise.all([1, 2, 3, 4].map(() => snapshots.receive('raced', upload)));
      expect(new Set(receipts.map(({ snapshotId }) => snapshotId)).size).toBe(1);
      expect(receipts.filter(({ retried }) => !retried)).toHaveLength(1);
    });

    it('puts uploads of one cluster that arrive at once into one line', async () => {
      const uploads = [1, 2, 3, 4, 5].map((replicas) => uploadOf(shopYaml({ replicas })));
      const receipts = await Promise.all(uploads.map((upload) => snapshots.receive('crowded', upload)));
      expect(receipts.map(({ sequence }) => sequence).sort()).toEqual([1, 2, 3, 4, 5]);
      for (const { snapshotId } of receipts) expect(await bodiesOf(snapshotId)).toBe(4);
    });

    it('stores a manifest once for all clusters', async () => {
      const upload = uploadOf(shopYaml({ replicas: 77 }));
      await snapshots.receive('twin-a', upload);
      const counts = await rowCounts(database);
      await snapshots.receive('twin-b', upload);
      expect(growth(counts, await rowCounts(database))).toEqual({
        cluster: 1,
        snapshot: 1,
        analysis: 1,
        object_version: 4,
      });
    });

    it('keeps the source, the times and what was skipped', async () => {
      const source = { repository: 'git@example.com:a/b', commit: 'abcdef1', ref: 'main', run: 'https://ci/1' };
      const secret = 'apiVersion: v1\nkind: Secret\nmetadata: { name: s, namespace: shop }\n';
      const upload = uploadOf(`${shopYaml()}---\n${secret}`, { source, capturedAt: AT('11:30') });
      const { snapshotId } = await snapshots.receive('sourced', upload);
      const [snapshot] = await snapshots.byIds(SEES_ALL, [snapshotId, 'nonsense', `${snapshotId}9`]);
      expect(snapshot).toMatchObject({ clusterName: 'sourced', source, capturedAt: AT('11:30'), receivedAt: NOW });
      expect(snapshot?.skipped).toMatchObject([{ reason: 'SECRET', object: { kind: 'Secret', name: 's' } }]);
    });

    it('lists the first thousand of what was skipped, and counts all', async () => {
      const one = { file: 'a.yaml', line: 1, reason: 'SECRET', message: 'Left out.' } as const;
      const skipped = Array.from({ length: 1500 }, (_, index) => ({ ...one, line: index + 1 }));
      const { snapshotId } = await snapshots.receive('skips', uploadOf(shopYaml(), { skipped, uploadId: 'skips' }));
      const [snapshot] = await snapshots.byIds(SEES_ALL, [snapshotId]);
      expect([snapshot?.skipped.length, snapshot?.skippedCount]).toEqual([1000, 1500]);
      expect(snapshot?.skipped[999]).toMatchObject({ line: 1000 });
    });

    it('stores what was skipped once, however often it is skipped', async () => {
      const secret = 'apiVersion: v1\nkind: Secret\nmetadata: { name: again, namespace: shop }\n';
      const upload = (replicas: number) => uploadOf(`${secret}---\n${shopYaml({ replicas })}`);
      const before = await rowCounts(database);
      await snapshots.receive('skipping', upload(501));
      const { snapshotId } = await snapshots.receive('skipping', upload(502));
      expect(growth(before, await rowCounts(database))).toMatchObject({ skipped_list: 1, layout: 1, snapshot: 2 });
      const [snapshot] = await snapshots.byIds(SEES_ALL, [snapshotId]);
      expect(snapshot?.skipped).toMatchObject([{ reason: 'SECRET', object: { name: 'again' } }]);
    });

    it('stores moments, whatever the time zone of the server', async () => {
      const upload = uploadOf(shopYaml(), { capturedAt: AT('11:30') });
      const { clusterId } = await snapshots.receive('zoned', upload);
      const rows = await opened(database).prisma.$queryRaw`
        SELECT (extract(epoch FROM captured_at) * 1000)::float8 AS captured FROM snapshot
        WHERE cluster_id = ${clusterId}::uuid`;
      expect(rows).toEqual([{ captured: AT('11:30').getTime() }]);
    });

    it('takes a capture time in the future as now', async () => {
      const upload = uploadOf(shopYaml(), { capturedAt: new Date('2030-01-01T00:00:00Z') });
      await expect(snapshots.receive('hasty', upload)).resolves.toMatchObject({ capturedAt: NOW });
    });
  });

  describe('a snapshot like the one before', () => {
    it('adds one row to snapshot and nothing else, before and after the analysis', async () => {
      const upload = uploadOf(shopYaml(), { capturedAt: AT('10:00') });
      await snapshots.receive('still', { ...upload, uploadId: '1' });
      const before = await rowCounts(database);
      const queued = await snapshots.receive('still', { ...upload, uploadId: '2', capturedAt: AT('10:01') });
      expect(growth(before, await rowCounts(database))).toEqual({ snapshot: 1 });
      expect(queued.analysisQueued).toBe(false);
      while ((await analyses.stateOf(SEES_ALL, queued.analysisId)) !== 'DONE') await analyseNext(analyses, snapshots);
      const analysed = await rowCounts(database);
      const done = await snapshots.receive('still', { ...upload, uploadId: '3', capturedAt: AT('10:02') });
      expect(growth(analysed, await rowCounts(database))).toEqual({ snapshot: 1 });
      expect(done.analysisId).toBe(queued.analysisId);
      const cluster = await new ClusterRepository(database).byName(SEES_ALL, 'still');
      expect(cluster?.capturedAt).toEqual(AT('10:02'));
    });

    it('is one also when its objects come in another order', async () => {
      const documents = shopYaml().split('\n---\n');
      const reversed = uploadOf(`${documents.reverse().join('\n---\n')}\n`);
      const first = await snapshots.receive('ordered', uploadOf(shopYaml()));
      const second = await snapshots.receive('ordered', reversed);
      expect(second.digest).toBe(first.digest);
    });

    it('needs no reading when its bytes are the same', async () => {
      const upload = uploadOf(shopYaml());
      expect(await snapshots.receiveSame('unread', upload)).toBeNull();
      const first = await snapshots.receive('unread', upload);
      expect(await snapshots.receiveSame('unread', upload)).toEqual({ ...first, analysisQueued: false, retried: true });
      const before = await rowCounts(database);
      const second = await snapshots.receiveSame('unread', { ...upload, uploadId: 'second' });
      expect(growth(before, await rowCounts(database))).toEqual({ snapshot: 1 });
      expect(second).toMatchObject({ digest: first.digest, objectCount: 4, analysisId: first.analysisId, sequence: 2 });
      const other = { ...uploadOf(shopYaml({ denied: [] })), uploadId: 'third' };
      expect(await snapshots.receiveSame('unread', other)).toBeNull();
      expect(await snapshots.receiveSame('unread', { ...upload, uploadId: '4', engineVersion: '999.0.0' })).toBeNull();
      await expect(snapshots.receiveSame('unread', { ...other, uploadId: 'second' })).rejects.toThrow(UploadIdReused);
    });

    it('is analysed again by another engine, or for another Istio version', async () => {
      const upload = uploadOf(shopYaml());
      await snapshots.receive('judged', { ...upload, uploadId: '1' });
      const engine = await snapshots.receive('judged', { ...upload, uploadId: '2', engineVersion: '999.0.0' });
      const istio = await snapshots.receive('judged', { ...upload, uploadId: '3', istioVersion: '1.24' });
      expect([engine.analysisQueued, istio.analysisQueued]).toEqual([true, true]);
    });
  });

  describe('a snapshot that changed', () => {
    it('adds rows in proportion to what changed', async () => {
      await snapshots.receive('changed', uploadOf(shopYaml()));
      const before = await rowCounts(database);
      const { snapshotId } = await snapshots.receive('changed', uploadOf(shopYaml({ replicas: 55 })));
      expect(growth(before, await rowCounts(database))).toEqual({
        snapshot: 1,
        analysis: 1,
        object_version: 1,
        manifest: 1,
      });
      expect(await bodiesOf(snapshotId)).toBe(4);
    });

    it('leaves earlier snapshots as they were', async () => {
      const first = await snapshots.receive('kept', uploadOf(shopYaml()));
      const second = await snapshots.receive('kept', uploadOf(shopYaml({ denied: [] })));
      const third = await snapshots.receive('kept', uploadOf(shopYaml({ denied: ['PUT'] })));
      const counts = await Promise.all([first, second, third].map(({ snapshotId }) => bodiesOf(snapshotId)));
      expect(counts).toEqual([4, 3, 4]);
    });
  });

  describe('a snapshot captured before the current one', () => {
    it('is kept as it was, and the current one stays current', async () => {
      const current = await snapshots.receive('late', uploadOf(shopYaml(), { capturedAt: AT('10:00') }));
      const lateUpload = uploadOf(shopYaml({ denied: [], replicas: 9 }), { capturedAt: AT('09:00') });
      const late = await snapshots.receive('late', lateUpload);
      const next = await snapshots.receive('late', uploadOf(shopYaml(), { uploadId: 'n', capturedAt: AT('11:00') }));
      expect(await bodiesOf(late.snapshotId)).toBe(3);
      expect(await bodiesOf(next.snapshotId)).toBe(4);
      expect(next.analysisId).toBe(current.analysisId);
      const states = await snapshots.byIds(
        SEES_ALL,
        [current, late, next].map(({ snapshotId }) => snapshotId),
      );
      expect(new Map(states.map((snapshot) => [snapshot.sequence, snapshot.late]))).toEqual(
        new Map([
          [1, false],
          [2, true],
          [3, false],
        ]),
      );
    });

    it('is analysed, but its answers do not become those of the cluster', async () => {
      await snapshots.receive('turned', uploadOf(shopYaml({ denied: [] }), { capturedAt: AT('10:00') }));
      const late = await snapshots.receive('turned', uploadOf(shopYaml(), { capturedAt: AT('09:00') }));
      while ((await analyses.stateOf(SEES_ALL, late.analysisId)) !== 'DONE') await analyseNext(analyses, snapshots);
      const [run] = await analyses.byIds(SEES_ALL, [late.analysisId]);
      expect(run?.summary?.policies).toBe(1);
      const cluster = await new ClusterRepository(database).byName(SEES_ALL, 'turned');
      expect(cluster).toMatchObject({ policyCount: 0, capturedAt: AT('10:00') });
    });
  });

  it('lists the snapshots of clusters, the newest first, page by page', async () => {
    const receipts = [];
    for (const replicas of [1, 2, 3]) {
      receipts.push(await snapshots.receive('listed', uploadOf(shopYaml({ replicas }))));
    }
    const { clusterId } = receipts[0] ?? { clusterId: '' };
    const first = (await snapshots.listByClusters(SEES_ALL, [clusterId], { first: 2 })).get(clusterId);
    expect(first?.edges.map(({ node }) => node.sequence)).toEqual([3, 2]);
    expect([first?.hasNextPage, first?.totalCount]).toEqual([true, 3]);
    const after = first?.edges.at(-1)?.cursor;
    const second = (await snapshots.listByClusters(SEES_ALL, [clusterId], { first: 2, after })).get(clusterId);
    expect(second?.edges.map(({ node }) => node.sequence)).toEqual([1]);
    expect(second?.hasNextPage).toBe(false);
    const [current] = await snapshots.currentOf(SEES_ALL, [clusterId]);
    expect(current?.sequence).toBe(3);
  });
});
