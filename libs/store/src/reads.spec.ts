import { beforeAll, describe, expect, it } from '@jest/globals';
import { AnalysisRepository } from './analysis.repository.js';
import { ClusterRepository } from './cluster.repository.js';
import { InvalidCursor } from './errors.js';
import { FindingRepository, type FindingFilter, type FindingOrder } from './finding.repository.js';
import { FleetRepository } from './fleet.repository.js';
import { policyId } from './ids.js';
import type { Page, PageRequest } from './page.js';
import { PolicyRepository, type PolicyFilter } from './policy.repository.js';
import { SnapshotRepository, type Receipt } from './snapshot.repository.js';
import { analysisWith, finding, forEachDatabase, ref, shopYaml, uploadOf, verdict } from './testing/index.js';
import { VerdictRepository } from './verdict.repository.js';
import { SEES_ALL, type Viewer } from './viewer.js';

const NOW = new Date('2026-11-24T12:00:00.000Z');
const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000);
const SEES_EAST: Viewer = { clusters: { names: ['east'] } };

const WRITES = 'AuthorizationPolicy shop/no-writes';
const TLS = 'PeerAuthentication shop/strict';
const NOBODY = { type: 'NOBODY', namespace: '', name: '' } as const;
const WAYPOINT = { type: 'WAYPOINT', namespace: 'shop', name: 'waypoint' } as const;

/** Two clusters that were analysed, and one that never was. */
const FLEET = [
  {
    cluster: 'east',
    hours: 1,
    answer: analysisWith(
      [verdict(WRITES, { effect: 'DENY_NO_EFFECT' }), verdict(WRITES, { enforcer: WAYPOINT }), verdict(TLS)],
      [
        finding('east-1'),
        finding('east-2', { check: 'a-warning', severity: 'warning', object: ref(TLS) }),
        finding('east-3', { check: 'a-check', object: ref('Gateway shop/waypoint') }),
      ],
    ),
  },
  {
    cluster: 'west',
    hours: 30,
    answer: analysisWith(
      [verdict(WRITES, { effect: 'NOT_ATTACHED', enforcer: NOBODY, pathClass: null })],
      [finding('west-1'), finding('west-2', { severity: 'info', check: 'an-info' })],
    ),
  },
];

forEachDatabase((open) => {
  let clusters: ClusterRepository;
  let snapshots: SnapshotRepository;
  let analyses: AnalysisRepository;
  let findings: FindingRepository;
  let policies: PolicyRepository;
  let verdicts: VerdictRepository;
  let fleet: FleetRepository;
  const receipts: Record<string, Receipt> = {};

  beforeAll(async () => {
    const database = await open();
    clusters = new ClusterRepository(database, () => NOW);
    snapshots = new SnapshotRepository(database, () => NOW);
    analyses = new AnalysisRepository(database, () => NOW);
    findings = new FindingRepository(database);
    policies = new PolicyRepository(database);
    verdicts = new VerdictRepository(database);
    fleet = new FleetRepository(database, () => NOW);
    for (const { cluster, hours, answer } of FLEET) {
      await clusters.setLabels(cluster, { region: cluster, env: 'prod' });
      const upload = uploadOf(shopYaml({ commentLines: hours }), { capturedAt: hoursAgo(hours) });
      receipts[cluster] = await snapshots.receive(cluster, upload);
      const job = await analyses.beginNext();
      if (job) await analyses.finish(job, answer);
    }
    await clusters.setLabels('Silent', {});
  }, 60_000);

  const clusterId = (name: string) => receipts[name]?.clusterId ?? '';
  const writes = policyId(ref(WRITES));

  /** All pages of a list, three at a time. */
  const walk = async <T>(list: (page: PageRequest) => Promise<Page<T>>, first = 2): Promise<T[]> => {
    const nodes: T[] = [];
    let after: string | null = null;
    for (;;) {
      const page: Page<T> = await list({ first, after });
      nodes.push(...page.edges.map(({ node }) => node));
      expect(page.totalCount).toBeGreaterThanOrEqual(nodes.length);
      if (!page.hasNextPage) {
        expect(page.totalCount).toBe(nodes.length);
        return nodes;
      }
      after = page.edges.at(-1)?.cursor ?? null;
    }
  };

  describe('clusters', () => {
    const names = (options: Parameters<ClusterRepository['list']>[2]) =>
      walk((page) => clusters.list(SEES_ALL, page, options), 1).then((all) => all.map(({ name }) => name));

    it('are listed by name, by errors and by freshness', async () => {
      expect(await names({ order: 'NAME' })).toEqual(['Silent', 'east', 'west']);
      expect(await names({ order: 'ERRORS' })).toEqual(['east', 'west', 'Silent']);
      expect(await names({ order: 'FRESHNESS' })).toEqual(['Silent', 'west', 'east']);
    });

    it('are filtered by a part of the name, labels and freshness', async () => {
      expect(await names({ filter: { name: 'ES' } })).toEqual(['west']);
      expect(await names({ filter: { name: '%' } })).toEqual([]);
      expect(await names({ filter: { labels: { env: 'prod', region: 'east' } } })).toEqual(['east']);
      expect(await names({ filter: { freshness: 'FRESH' } })).toEqual(['east']);
      expect(await names({ filter: { freshness: 'STALE' } })).toEqual(['west']);
      expect(await names({ filter: { freshness: 'SILENT' } })).toEqual(['Silent']);
    });

    it('tell what is known of them now', async () => {
      expect(await clusters.byName(SEES_ALL, 'east')).toMatchObject({
        labels: { region: 'east', env: 'prod' },
        freshness: 'FRESH',
        capturedAt: hoursAgo(1),
        findingCounts: { error: 2, warning: 1, info: 0 },
        effectCounts: { DENY_NO_EFFECT: 1, AS_WRITTEN: 2 },
        policyCount: 2,
        istioVersion: '1.28.0',
        rootNamespace: 'istio-system',
      });
      expect(await clusters.byName(SEES_ALL, 'Silent')).toMatchObject({ freshness: 'SILENT', istioVersion: null });
      expect(await clusters.byName(SEES_ALL, 'nowhere')).toBeNull();
    });
  });

  describe('findings', () => {
    const found = (filter: FindingFilter, order: FindingOrder = 'SEVERITY') =>
      walk((page) => findings.list(SEES_ALL, page, { filter, order })).then((all) =>
        all.map(({ fingerprint }) => fingerprint),
      );

    it('are listed by severity, by age and by cluster', async () => {
      const bySeverity = await found({});
      expect(bySeverity[0]).toBe('east-3');
      expect(bySeverity.slice(1, 3).sort()).toEqual(['east-1', 'west-1']);
      expect(bySeverity.slice(3)).toEqual(['east-2', 'west-2']);
      expect((await found({}, 'FIRST_SEEN')).map((fingerprint) => fingerprint.slice(0, 4))).toEqual([
        'east',
        'east',
        'east',
        'west',
        'west',
      ]);
      expect(await found({}, 'CLUSTER')).toEqual(['east-3', 'east-1', 'east-2', 'west-1', 'west-2']);
    });

    it('are filtered by each of their fields', async () => {
      expect(await found({ severity: 'warning' })).toEqual(['east-2']);
      expect(await found({ check: 'an-info' })).toEqual(['west-2']);
      expect(await found({ cluster: 'west' })).toEqual(['west-1', 'west-2']);
      expect(await found({ kind: 'Gateway', namespace: 'shop', name: 'waypoint' })).toEqual(['east-3']);
      expect(await found({ state: 'FIXED' })).toEqual([]);
      expect(await found({ namespace: '' })).toEqual([]);
    });

    it('are counted by check and by policy', async () => {
      expect(await findings.openByCheck(SEES_ALL)).toEqual([
        { check: 'http-deny-does-nothing', severity: 'error', open: 2, clusters: 2 },
        { check: 'a-check', severity: 'error', open: 1, clusters: 1 },
        { check: 'a-warning', severity: 'warning', open: 1, clusters: 1 },
        { check: 'an-info', severity: 'info', open: 1, clusters: 1 },
      ]);
      const counts = await findings.countByPolicies(SEES_ALL, [writes, 'nonsense']);
      expect(counts.get(writes)).toEqual({ error: 2, warning: 0, info: 1 });
    });

    it('are listed under clusters and under policies, for many at once', async () => {
      const ids = [clusterId('east'), clusterId('west')];
      const byCluster = await findings.listByClusters(SEES_ALL, ids, { first: 1 });
      expect(ids.map((id) => byCluster.get(id)?.totalCount)).toEqual([3, 2]);
      const byPolicy = await findings.listByPolicies(
        SEES_ALL,
        [writes],
        { first: 10 },
        { filter: { cluster: 'east' } },
      );
      expect(byPolicy.get(writes)?.edges.map(({ node }) => node.fingerprint)).toEqual(['east-1']);
    });

    it('are found by their id, which is the same in every snapshot', async () => {
      const id = `${clusterId('east')}.east-1`;
      expect(await findings.byIds(SEES_ALL, [id, 'nonsense', `${clusterId('east')}.none`])).toMatchObject([
        { id, message: 'The policy denies nothing.', firstSeen: hoursAgo(1), lastSeen: hoursAgo(1) },
      ]);
    });

    it('refuse the cursor of another list', async () => {
      const { edges } = await findings.list(SEES_ALL, { first: 1 });
      const after = edges[0]?.cursor ?? '';
      await expect(findings.list(SEES_ALL, { first: 1, after }, { order: 'CLUSTER' })).rejects.toThrow(InvalidCursor);
      await expect(clusters.list(SEES_ALL, { first: 1, after: 'x' })).rejects.toThrow(InvalidCursor);
    });
  });

  describe('policies', () => {
    const listed = (filter: PolicyFilter) =>
      walk((page) => policies.list(SEES_ALL, page, filter), 1).then((all) => all.map(({ kind }) => kind));

    it('are logical: one for all clusters that have it, with verdicts counted', async () => {
      expect(await policies.byIds(SEES_ALL, [writes, 'nonsense'])).toEqual([
        {
          id: writes,
          ...ref(WRITES),
          action: 'DENY',
          clusterIds: [clusterId('east'), clusterId('west')],
          effectCounts: { DENY_NO_EFFECT: 1, AS_WRITTEN: 1, NOT_ATTACHED: 1 },
          enforcerCounts: { ZTUNNEL: 1, WAYPOINT: 1, NOBODY: 1 },
        },
      ]);
    });

    it('are filtered by each of their fields', async () => {
      expect(await listed({})).toEqual(['AuthorizationPolicy', 'PeerAuthentication']);
      expect(await listed({ kind: 'PeerAuthentication', namespace: 'shop', name: 'STR' })).toEqual([
        'PeerAuthentication',
      ]);
      expect(await listed({ cluster: 'west' })).toEqual(['AuthorizationPolicy']);
      expect(await listed({ effect: 'AS_WRITTEN' })).toEqual(['AuthorizationPolicy', 'PeerAuthentication']);
      expect(await listed({ enforcer: 'WAYPOINT' })).toEqual(['AuthorizationPolicy']);
      expect(await listed({ effect: 'DENY_NO_EFFECT', enforcer: 'WAYPOINT' })).toEqual([]);
      expect(await listed({ effect: 'DENY_NO_EFFECT', enforcer: 'ZTUNNEL' })).toEqual(['AuthorizationPolicy']);
    });

    it('show each different manifest with its clusters and its place', async () => {
      const manifests = (await policies.manifestsOf(SEES_ALL, [writes])).get(writes);
      expect(manifests).toMatchObject([
        {
          clusterIds: [clusterId('east'), clusterId('west')],
          body: { spec: { action: 'DENY' } },
          file: 'cluster.yaml',
          line: 27,
        },
      ]);
      const seenInWest = await policies.manifestsOf({ clusters: { names: ['west'] } }, [writes]);
      expect(seenInWest.get(writes)).toMatchObject([{ clusterIds: [clusterId('west')], line: 56 }]);
    });
  });

  describe('verdicts', () => {
    it('are listed under many policies at once, by cluster and enforcer', async () => {
      const pages = await verdicts.listByPolicies(SEES_ALL, [writes, policyId(ref(TLS))], { first: 2 });
      expect(pages.get(writes)).toMatchObject({ totalCount: 3, hasNextPage: true });
      const all = await walk(async (page) => {
        const found = await verdicts.listByPolicies(SEES_ALL, [writes], page);
        return found.get(writes) ?? { edges: [], hasNextPage: false, totalCount: 0 };
      });
      expect(all.map(({ clusterId: id, enforcer, effect }) => [id, enforcer.type, effect])).toEqual([
        [clusterId('east'), 'WAYPOINT', 'AS_WRITTEN'],
        [clusterId('east'), 'ZTUNNEL', 'DENY_NO_EFFECT'],
        [clusterId('west'), 'NOBODY', 'NOT_ATTACHED'],
      ]);
      const [first] = all;
      expect(await verdicts.byIds(SEES_ALL, [first?.id ?? '', 'nonsense'])).toEqual([first]);
    });

    it('are filtered by each of their fields', async () => {
      const count = async (filter: Parameters<VerdictRepository['listByPolicies']>[3]) =>
        (await verdicts.listByPolicies(SEES_ALL, [writes], { first: 1 }, filter)).get(writes)?.totalCount;
      expect(await count({ cluster: 'east' })).toBe(2);
      expect(await count({ effect: 'NOT_ATTACHED' })).toBe(1);
      expect(await count({ enforcer: 'ZTUNNEL', pathClass: 'POD_ADDRESSED' })).toBe(1);
      expect(await count({ pathClass: 'INGRESS' })).toBe(0);
    });
  });

  it('the fleet is summed up over the clusters', async () => {
    expect(await fleet.summary(SEES_ALL)).toEqual({
      clusters: 3,
      freshClusters: 1,
      staleClusters: 1,
      silentClusters: 1,
      policies: 2,
      findingCounts: { error: 3, warning: 1, info: 1 },
      effectCounts: { AS_WRITTEN: 2, DENY_NO_EFFECT: 1, NOT_ATTACHED: 1 },
      dataFrom: hoursAgo(30),
      dataTo: hoursAgo(1),
    });
  });

  it('a viewer of one cluster reads nothing of another, whatever it asks', async () => {
    const west = clusterId('west');
    const { snapshotId = '', analysisId = '' } = receipts['west'] ?? {};
    const one = { first: 100 };
    const answers = [
      await clusters.list(SEES_EAST, one),
      await clusters.byName(SEES_EAST, 'west'),
      await clusters.byIds(SEES_EAST, [west]),
      await snapshots.byIds(SEES_EAST, [snapshotId]),
      await snapshots.currentOf(SEES_EAST, [west]),
      [...(await snapshots.listByClusters(SEES_EAST, [west], one)).values()],
      await analyses.byIds(SEES_EAST, [analysisId]),
      await analyses.stateOf(SEES_EAST, analysisId),
      await findings.list(SEES_EAST, one),
      [...(await findings.listByClusters(SEES_EAST, [west], one)).values()],
      [...(await findings.listByPolicies(SEES_EAST, [writes], one)).values()],
      await findings.byIds(SEES_EAST, [`${west}.west-1`]),
      await policies.list(SEES_EAST, one),
      await policies.byIds(SEES_EAST, [writes]),
      [...(await policies.manifestsOf(SEES_EAST, [writes])).values()],
      [...(await verdicts.listByPolicies(SEES_EAST, [writes], one)).values()],
    ];
    const text = JSON.stringify(answers);
    for (const secret of [west, 'west', 'NOT_ATTACHED', 'an-info']) expect(text).not.toContain(secret);
    expect(text).toContain('east-1');
    expect((await findings.countByPolicies(SEES_EAST, [writes])).get(writes)).toEqual({
      error: 1,
      warning: 0,
      info: 0,
    });
    expect((await findings.openByCheck(SEES_EAST)).map(({ check }) => check)).not.toContain('an-info');
    expect(await fleet.summary(SEES_EAST)).toMatchObject({ clusters: 1, policies: 2, dataFrom: hoursAgo(1) });
    expect((await findings.list(SEES_EAST, { first: 1 })).totalCount).toBe(3);
  });
});
