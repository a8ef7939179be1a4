import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Analysis } from '@waymark/engine';
import { AnalysisRepository, MOST_ATTEMPTS, type AnalysisJob } from './analysis.repository.js';
import { opened, type Database } from './database.js';
import { AnalysisTakenOver } from './errors.js';
import { FindingRepository } from './finding.repository.js';
import { SnapshotRepository } from './snapshot.repository.js';
import { analysisWith, fact, finding, forEachDatabase, growth, ref, rowCounts } from './testing/index.js';
import { shopYaml, uploadOf, verdict } from './testing/index.js';
import { SEES_ALL } from './viewer.js';

const POLICY = 'AuthorizationPolicy shop/no-writes';

forEachDatabase((open) => {
  let database: Database;
  let snapshots: SnapshotRepository;
  let analyses: AnalysisRepository;
  let findings: FindingRepository;
  let replicas = 0;

  beforeAll(async () => {
    database = await open();
    snapshots = new SnapshotRepository(database);
    analyses = new AnalysisRepository(database);
    findings = new FindingRepository(database);
  }, 60_000);

  /** Queues an analysis by a snapshot that no other resembles. */
  const queue = async (cluster: string, capturedAt: Date | null = null) => {
    const yaml = shopYaml({ replicas: (replicas += 1) });
    return snapshots.receive(cluster, uploadOf(yaml, { capturedAt }));
  };
  const begin = async (): Promise<AnalysisJob> => {
    const job = await analyses.beginNext();
    if (job === null) throw new Error('Nothing waits.');
    return job;
  };
  const analysed = async (cluster: string, analysis: Analysis, capturedAt: Date | null = null) => {
    await queue(cluster, capturedAt);
    await analyses.finish(await begin(), analysis);
  };
  const findingsOf = async (cluster: string) => {
    const page = await findings.list(SEES_ALL, { first: 100 }, { filter: { cluster } });
    return page.edges.map(({ node }) => node);
  };

  describe('the queue', () => {
    it('gives out the work of a cluster in the order of its snapshots, one at a time', async () => {
      const [first, second] = [await queue('one-by-one'), await queue('one-by-one')];
      const job = await begin();
      expect(job).toMatchObject({ id: first.analysisId, snapshotId: first.snapshotId, attempt: 1 });
      expect(await analyses.beginNext()).toBeNull();
      await analyses.finish(job, analysisWith([]));
      const next = await begin();
      expect(next.id).toBe(second.analysisId);
      await analyses.finish(next, analysisWith([]));
      expect(await analyses.beginNext()).toBeNull();
    });

    it('gives each job to one of many who ask at once', async () => {
      const queued = await Promise.all(['a', 'b', 'c'].map((name) => queue(`asked-${name}`)));
      const jobs = await Promise.all([1, 2, 3, 4, 5].map(() => analyses.beginNext()));
      const taken = jobs.filter((job) => job !== null);
      expect(taken.map(({ id }) => id).sort()).toEqual(queued.map(({ analysisId }) => analysisId).sort());
      for (const job of taken) await analyses.finish(job, analysisWith([]));
    });

    it('takes a job back that is given up unfinished', async () => {
      const { analysisId } = await queue('released');
      await analyses.release(await begin());
      const again = await begin();
      expect(again).toMatchObject({ id: analysisId, attempt: 1 });
      await analyses.finish(again, analysisWith([]));
    });

    it('keeps a failed analysis with its reason, and tries again with the next snapshot', async () => {
      const upload = uploadOf(shopYaml({ replicas: 1000 }));
      const { analysisId } = await snapshots.receive('failed', upload);
      await analyses.fail(await begin(), 'no memory \0 left');
      const [run] = await analyses.byIds(SEES_ALL, [analysisId]);
      expect(run).toMatchObject({ state: 'FAILED', error: 'no memory \ufffd left', summary: null });
      expect(run?.finishedAt).toBeInstanceOf(Date);
      const again = await snapshots.receive('failed', { ...upload, uploadId: 'again' });
      expect(again.analysisQueued).toBe(true);
      await analyses.finish(await begin(), analysisWith([]));
    });
  });

  describe('the work of a process that ended', () => {
    /** As it looks after the end of a process: its presence lock is gone. */
    const orphan = async (job: AnalysisJob, attempts = job.attempt) => {
      const { prisma } = opened(database);
      await prisma.analysis.updateMany({ where: { runner: job.runner }, data: { runner: 1, attempts } });
    };

    it('is begun again, and its late result is refused', async () => {
      const { analysisId } = await queue('orphaned');
      const lost = await begin();
      expect(await analyses.recoverInterrupted()).toBe(0);
      await orphan(lost);
      expect(await analyses.recoverInterrupted()).toBe(1);
      const again = await begin();
      expect(again).toMatchObject({ id: analysisId, attempt: 2 });
      await expect(analyses.finish(lost, analysisWith([]))).rejects.toThrow(AnalysisTakenOver);
      await expect(analyses.fail(lost, 'late')).rejects.toThrow(AnalysisTakenOver);
      await analyses.finish(again, analysisWith([]));
    });

    it('fails when it ended its process too often', async () => {
      const { analysisId } = await queue('deadly');
      await orphan(await begin(), MOST_ATTEMPTS);
      expect(await analyses.beginNext()).toBeNull();
      expect(await analyses.stateOf(SEES_ALL, analysisId)).toBe('FAILED');
    });
  });

  describe('finishing', () => {
    it('stores all answers or none', async () => {
      await queue('atomic');
      const job = await begin();
      const before = await rowCounts(database);
      const broken = analysisWith(
        [verdict(POLICY)],
        [finding('f', { line: Number.NaN, severity: 'fatal' as 'error' })],
      );
      await expect(analyses.finish(job, broken)).rejects.toThrow();
      expect(growth(before, await rowCounts(database))).toEqual({});
      await analyses.finish(job, analysisWith([verdict(POLICY)], [finding('f')]));
      expect(growth(before, await rowCounts(database))).toEqual({
        verdict: 1,
        finding: 1,
        finding_day: 3,
        finding_version: 1,
        cluster_policy: 1,
      });
    });

    it('writes no row for what stays the same, nor for what only moved to another line', async () => {
      const said = (line: number) =>
        analysisWith(
          [verdict(POLICY, { evidence: [fact(ref(POLICY), line)] })],
          [finding('f', { line, evidence: [fact(ref(POLICY), line)] })],
        );
      await analysed('moved', said(1));
      await queue('moved');
      const before = await rowCounts(database);
      await analyses.finish(await begin(), said(1));
      expect(growth(before, await rowCounts(database))).toEqual({});
      await queue('moved');
      const moved = await rowCounts(database);
      await analyses.finish(await begin(), said(30));
      expect(growth(moved, await rowCounts(database))).toEqual({});
      expect((await findingsOf('moved')).map(({ line, evidence }) => [line, evidence[0]?.line])).toEqual([[30, 30]]);
    });

    it('tells verdicts apart that differ in their targets alone', async () => {
      const carts = verdict(POLICY, { targets: [ref('Deployment shop/cart')] });
      const pays = verdict(POLICY, { targets: [ref('Deployment shop/pay')] });
      const before = await rowCounts(database);
      await analysed('targets', analysisWith([carts, pays]));
      expect(growth(before, await rowCounts(database))).toMatchObject({ verdict: 2, cluster_policy: 1 });
    });

    it('stores text that PostgreSQL cannot hold with a replacement character', async () => {
      await analysed('text', analysisWith([], [finding('f', { message: 'a\0b \ud800 c\\u0000', file: '\0.yaml' })]));
      expect((await findingsOf('text')).map(({ message, file }) => [message, file])).toEqual([
        ['a\ufffdb \ufffd c\\u0000', '\ufffd.yaml'],
      ]);
    });
  });

  describe('the life of a finding', () => {
    it('is opened, fixed and reopened, and remembers when', async () => {
      const day = (number: number) => new Date(`2026-11-0${number}T00:00:00.000Z`);
      const bad = analysisWith([], [finding('f')]);
      await analysed('life', bad, day(1));
      await analysed('life', bad, day(2));
      expect(await findingsOf('life')).toMatchObject([
        { state: 'OPEN', firstSeen: day(1), lastSeen: day(2), reopened: 0, fingerprint: 'f' },
      ]);
      await analysed('life', analysisWith([]), day(3));
      expect(await findingsOf('life')).toMatchObject([
        { state: 'FIXED', firstSeen: day(1), lastSeen: day(2), message: 'The policy denies nothing.' },
      ]);
      await analysed('life', analysisWith([], [finding('f', { message: 'Again.', severity: 'warning' })]), day(4));
      expect(await findingsOf('life')).toMatchObject([
        { state: 'OPEN', firstSeen: day(1), lastSeen: day(4), reopened: 1, message: 'Again.', severity: 'warning' },
      ]);
    });

    it('goes on when the finding says something else, with a version of its own', async () => {
      await analysed('version', analysisWith([], [finding('f')]));
      await queue('version');
      const before = await rowCounts(database);
      await analyses.finish(await begin(), analysisWith([], [finding('f', { message: 'Worse.' })]));
      expect(growth(before, await rowCounts(database))).toEqual({ finding_version: 1 });
      expect(await findingsOf('version')).toMatchObject([{ state: 'OPEN', message: 'Worse.', reopened: 0 }]);
    });

    it('is suppressed with its reason while an annotation asks for it, and not counted as open', async () => {
      const suppression = { reason: 'Until May.', field: 'metadata', file: 'cluster.yaml', line: 2 };
      const open = finding('f', { check: 'only-here' });
      const suppressed = (line: number) =>
        analysisWith([], [], { suppressedFindings: [{ ...open, suppression: { ...suppression, line } }] });
      await analysed('suppressed', analysisWith([], [open]));
      await analysed('suppressed', suppressed(2));
      const [asked] = await findingsOf('suppressed');
      expect(asked).toMatchObject({ state: 'SUPPRESSED', suppression, reopened: 0 });
      expect((await findings.openByCheck(SEES_ALL)).filter(({ check }) => check === 'only-here')).toEqual([]);
      await queue('suppressed');
      const before = await rowCounts(database);
      await analyses.finish(await begin(), suppressed(9));
      expect(growth(before, await rowCounts(database))).toEqual({});
      expect(await findingsOf('suppressed')).toMatchObject([{ suppression: { ...suppression, line: 9 } }]);
      await analysed('suppressed', analysisWith([], [open]));
      expect(await findingsOf('suppressed')).toMatchObject([{ state: 'OPEN', suppression: null, reopened: 0 }]);
      await analysed('suppressed', suppressed(2));
      await analysed('suppressed', analysisWith([]));
      expect(await findingsOf('suppressed')).toMatchObject([{ state: 'FIXED', suppression }]);
    });

    it('is told apart from another with the same fingerprint', async () => {
      await analysed('twins', analysisWith([], [finding('f'), finding('f', { message: 'Twin.' })]));
      expect(await findingsOf('twins')).toHaveLength(2);
    });
  });
});
