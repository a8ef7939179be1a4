import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Analysis } from '@waymark/engine';
import { AnalysisRepository } from './analysis.repository.js';
import { ChangeRepository, type SnapshotPair } from './change.repository.js';
import { CohortRepository } from './cohort.repository.js';
import { ClusterRepository } from './cluster.repository.js';
import type { Database } from './database.js';
import { CohortNotFound, SnapshotsNotComparable } from './errors.js';
import { FindingRepository } from './finding.repository.js';
import { SnapshotRepository, type Receipt } from './snapshot.repository.js';
import {
  analysisWith,
  finding,
  forEachDatabase,
  growth,
  rowCounts,
  shopYaml,
  uploadOf,
  verdict,
} from './testing/index.js';
import { TrendRepository } from './trend.repository.js';
import { SEES_ALL } from './viewer.js';

const NOW = new Date('2026-11-10T12:00:00.000Z');
const on = (day: number): Date => new Date(`2026-11-0${day}T23:30:00.000Z`);
const ALL = { first: 100 };
const POLICY = 'AuthorizationPolicy shop/no-writes';
const A = analysisWith([verdict(POLICY)], [finding('a')]);
const B = analysisWith(
  [verdict(POLICY, { effect: 'DENY_NO_EFFECT' })],
  [finding('a', { message: 'Worse.' }), finding('b')],
);
const by = (engineVersion: string, analysis: Analysis): Analysis => ({ ...analysis, engineVersion });

forEachDatabase((open) => {
  let database: Database;
  let snapshots: SnapshotRepository;
  let analyses: AnalysisRepository;
  let changes: ChangeRepository;
  let trends: TrendRepository;
  let replicas = 0;

  beforeAll(async () => {
    database = await open();
    snapshots = new SnapshotRepository(database, () => NOW);
    analyses = new AnalysisRepository(database, () => NOW);
    changes = new ChangeRepository(database);
    trends = new TrendRepository(database, new CohortRepository(database));
  }, 60_000);

  const upload = (cluster: string, capturedAt: Date | null = null, engineVersion = '0.1.0') =>
    snapshots.receive(cluster, uploadOf(shopYaml({ replicas: (replicas += 1) }), { capturedAt, engineVersion }));
  async function answer(analysis: Analysis, lane: 'uploads' | 'background' = 'uploads'): Promise<void> {
    const job = await analyses.beginNext(lane);
    if (job === null) throw new Error('Nothing waits.');
    await analyses.finish(job, analysis);
  }
  async function analysed(cluster: string, analysis: Analysis, capturedAt: Date | null = null): Promise<Receipt> {
    const receipt = await upload(cluster, capturedAt, analysis.engineVersion);
    await answer(analysis);
    return receipt;
  }
  async function pair(from: Receipt, to: Receipt): Promise<SnapshotPair> {
    const found = await changes.pairOf(SEES_ALL, from.snapshotId, to.snapshotId);
    if (found === null) throw new Error('There is no such pair.');
    return found;
  }
  const nodes = async <T>(page: Promise<{ edges: readonly { node: T }[] }>): Promise<T[]> =>
    (await page).edges.map(({ node }) => node);

  describe('what changed between two snapshots', () => {
    it('is told of objects, verdicts and findings, from the ranges in which they hold', async () => {
      const first = await analysed('c', by('0.1.0', A));
      const second = await analysed('c', by('0.1.0', B));
      const third = await analysed('c', by('0.1.0', analysisWith([])));
      const between = await pair(first, second);
      expect(await nodes(changes.objects(between, ALL))).toMatchObject([
        {
          change: 'CHANGED',
          object: { kind: 'Deployment', name: 'cart' },
          before: expect.stringMatching(/^[0-9a-f]{64}$/),
        },
      ]);
      expect(await nodes(changes.verdicts(between, ALL))).toMatchObject(
        expect.arrayContaining([
          expect.objectContaining({ change: 'REMOVED', effect: 'AS_WRITTEN', cause: 'CLUSTER' }),
          expect.objectContaining({ change: 'ADDED', effect: 'DENY_NO_EFFECT', cause: 'CLUSTER' }),
        ]),
      );
      expect(await nodes(changes.findings(between, ALL))).toMatchObject([
        { change: 'CHANGED', message: 'Worse.', severity: 'error' },
        { change: 'ADDED', check: 'http-deny-does-nothing', cause: 'CLUSTER' },
      ]);
      const whole = await pair(first, third);
      expect((await nodes(changes.findings(whole, ALL))).map(({ change }) => change)).toEqual(['REMOVED']);
      expect(await nodes(changes.findings(await pair(third, third), ALL))).toEqual([]);
    });

    it('leaves out what changed and changed back', async () => {
      const first = await analysed('back', by('0.1.0', A));
      await analysed('back', by('0.1.0', analysisWith([])));
      const third = await analysed('back', by('0.1.0', A));
      const whole = await pair(first, third);
      expect(await nodes(changes.verdicts(whole, ALL))).toEqual([]);
      expect(await nodes(changes.findings(whole, ALL))).toEqual([]);
    });

    it('knows the objects of a snapshot that arrived late, and that it has no answers of its own', async () => {
      const first = await analysed('late', by('0.1.0', A), on(5));
      const late = await upload('late', on(3));
      await answer(by('0.1.0', B));
      const third = await analysed('late', by('0.1.0', A), on(6));
      expect(await pair(first, late)).toMatchObject({ answered: false });
      expect(await nodes(changes.objects(await pair(first, late), ALL))).toHaveLength(1);
      expect(await nodes(changes.findings(await pair(first, late), ALL))).toEqual([]);
      expect(await nodes(changes.objects(await pair(first, third), ALL))).toHaveLength(1);
    });

    it('is not told of snapshots of two clusters, of a newer one first, or of one that does not exist', async () => {
      const one = await analysed('one', by('0.1.0', A));
      const two = await analysed('two', by('0.1.0', A));
      await expect(changes.pairOf(SEES_ALL, one.snapshotId, two.snapshotId)).rejects.toThrow(SnapshotsNotComparable);
      const next = await analysed('one', by('0.1.0', B));
      await expect(changes.pairOf(SEES_ALL, next.snapshotId, one.snapshotId)).rejects.toThrow(SnapshotsNotComparable);
      expect(await changes.pairOf(SEES_ALL, one.snapshotId, `${one.clusterId}.99`)).toBeNull();
      const others = { clusters: { names: ['two'] } };
      expect(await changes.pairOf(others, one.snapshotId, next.snapshotId)).toBeNull();
    });
  });

  describe('the trend of findings', () => {
    beforeAll(async () => {
      const clusters = new ClusterRepository(database);
      await new CohortRepository(database).create('trend', { trend: 'yes' });
      for (const name of ['t1', 't2']) await clusters.setLabels(name, { trend: 'yes' });
      await analysed('t1', by('0.1.0', A), on(1)); // one open
      await analysed('t1', by('0.1.0', B), on(1)); // two open on the same day
      await analysed('t2', by('0.1.0', analysisWith([], [finding('w', { severity: 'warning' })])), on(2));
      await analysed('t1', by('0.1.0', analysisWith([])), on(4)); // both fixed
    });

    const daysOf = (request: { cohort?: string; cluster?: string } = { cohort: 'trend' }, from = 1) =>
      trends.findings(SEES_ALL, { from: `2026-11-0${from}`, to: '2026-11-05', ...request });

    it('counts what is open at the end of each day, and what was opened and fixed on it', async () => {
      const days = await daysOf();
      expect(days.map(({ day }) => day.slice(-2))).toEqual(['01', '02', '03', '04', '05']);
      expect(days.map(({ open: { error, warning } }) => [error, warning])).toEqual([
        [2, 0],
        [2, 1],
        [2, 1],
        [0, 1],
        [0, 1],
      ]);
      expect(days.map(({ opened }) => opened.error)).toEqual([2, 0, 0, 0, 0]);
      expect(days.map(({ fixed }) => fixed.error)).toEqual([0, 0, 0, 2, 0]);
    });

    it('starts with what was open before the first day', async () => {
      const days = await daysOf({ cohort: 'trend' }, 3);
      expect(days[0]).toMatchObject({ open: { error: 2, warning: 1 }, opened: { error: 0, warning: 0 } });
    });

    it('is of one cluster, of a cohort, or of all that may be seen', async () => {
      expect((await daysOf({ cluster: 't2' })).map(({ open }) => open.warning)).toEqual([0, 1, 1, 1, 1]);
      const viewer = { clusters: { names: ['t2'] } };
      const seen = await trends.findings(viewer, { from: '2026-11-05', to: '2026-11-05' });
      expect(seen).toMatchObject([{ open: { error: 0, warning: 1 } }]);
      await expect(daysOf({ cohort: 'none' })).rejects.toThrow(CohortNotFound);
    });
  });

  describe('a re-analysis by another engine', () => {
    const findings = async (cluster: string) =>
      nodes(new FindingRepository(database).list(SEES_ALL, ALL, { filter: { cluster } }));

    it('waits in the background lane, where uploads never wait for it, and keeps the old answers until it is complete', async () => {
      await analysed('re', by('0.1.0', A));
      expect(await analyses.queueReanalyses('0.2.0')).toBeGreaterThan(0);
      expect(await analyses.queueReanalyses('0.2.0')).toBe(0);
      expect(await analyses.beginNext('uploads')).toBeNull();
      expect((await findings('re')).map(({ fingerprint }) => fingerprint)).toEqual(['a']);
      await finishAllBackground(B);
      expect((await findings('re')).map(({ fingerprint }) => fingerprint).sort()).toEqual(['a', 'b']);
    });

    it('is told apart from what the cluster changed, also in the trend', async () => {
      const first = await analysed('apart', by('0.1.0', A));
      const second = await analysed(
        'apart',
        by('0.1.0', analysisWith([verdict(POLICY)], [finding('a'), finding('x')])),
      );
      await analyses.queueReanalyses('0.3.0');
      await finishAllBackground(analysisWith([verdict(POLICY)], [finding('a'), finding('x'), finding('y')]), '0.3.0');
      const found = await nodes(changes.findings(await pair(first, second), ALL));
      const causes = Object.fromEntries(found.map(({ findingId, cause }) => [findingId.split('.')[1], cause]));
      expect(causes).toEqual({ x: 'CLUSTER', y: 'ENGINE' });
      const [day] = await trends.findings(SEES_ALL, { from: '2026-11-10', to: '2026-11-10', cluster: 'apart' });
      expect(day).toMatchObject({ opened: { error: 2 }, openedByEngine: { error: 1 } });
    });

    it('says both when a new snapshot is analysed by a new engine', async () => {
      const first = await analysed('both', by('0.3.0', A));
      const second = await analysed('both', by('0.4.0', B));
      const found = await nodes(changes.findings(await pair(first, second), ALL));
      expect(new Set(found.map(({ cause }) => cause))).toEqual(new Set(['BOTH']));
    });

    it('may say less and more of the same snapshot, again and again', async () => {
      await analysed('again', by('0.4.0', A));
      for (const [engine, analysis] of [
        ['0.5.0', analysisWith([])],
        ['0.6.0', A],
        ['0.7.0', B],
      ] as const) {
        await analyses.queueReanalyses(engine);
        await finishAllBackground(analysis, engine);
      }
      expect(await findings('again')).toMatchObject([
        { fingerprint: 'a', state: 'OPEN', message: 'Worse.', reopened: 1 },
        { fingerprint: 'b', state: 'OPEN' },
      ]);
    });

    it('is dropped when a newer snapshot was answered meanwhile, and never asked twice by one engine', async () => {
      await analysed('overtaken', by('0.7.0', A));
      await analyses.queueReanalyses('0.8.0');
      await analysed('overtaken', by('0.8.0', B));
      const before = await rowCounts(database);
      await finishAllBackground(analysisWith([]), '0.8.0', 'overtaken');
      expect(growth(before, await rowCounts(database))).toEqual({});
      expect((await findings('overtaken')).map(({ fingerprint }) => fingerprint).sort()).toEqual(['a', 'b']);
      expect(await analyses.queueReanalyses('0.8.0')).toBe(0);
      expect(await analyses.queueReanalyses('0.7.0')).toBe(0); // the older release, still running beside the newer one
    });

    /** Other clusters keep what they have. */
    async function finishAllBackground(analysis: Analysis, engine = '0.2.0', only?: string): Promise<void> {
      for (
        let job = await analyses.beginNext('background');
        job !== null;
        job = await analyses.beginNext('background')
      ) {
        const isOther = only !== undefined && job.clusterName !== only;
        if (isOther) await analyses.fail(job, 'Left out by the test.');
        else await analyses.finish(job, by(engine, analysis));
      }
    }
  });
});
