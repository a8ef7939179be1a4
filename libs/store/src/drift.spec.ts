import { beforeAll, describe, expect, it } from '@jest/globals';
import { AnalysisRepository } from './analysis.repository.js';
import { ClusterRepository } from './cluster.repository.js';
import { CohortRepository } from './cohort.repository.js';
import type { Database } from './database.js';
import { DriftRepository, type DriftRequest, type DriftRow } from './drift.repository.js';
import { BaselineNotInCohort, CohortNotFound, InvalidCursor } from './errors.js';
import { SnapshotRepository } from './snapshot.repository.js';
import { analyseNext, forEachDatabase, uploadOf } from './testing/index.js';
import { SEES_ALL, type Viewer } from './viewer.js';

const POLICY = `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: callers, namespace: shop }
spec:
  action: ALLOW
  rules:
    - from: [{ source: { principals: [cluster.local/ns/shop/sa/web, cluster.local/ns/shop/sa/app] } }]
      to: [{ operation: { ports: ['80', '81'] } }]
    - from: [{ source: { namespaces: [ops] } }]`;

// The same to the mesh: other API version, order, repetitions, defaults, labels and what the API server adds.
const REWRITTEN = `apiVersion: security.istio.io/v1beta1
kind: AuthorizationPolicy
metadata:
  { name: callers, namespace: shop, labels: { team: shop }, annotations: { note: moved }, creationTimestamp: '2026-01-01T00:00:00Z' }
spec:
  rules:
    - from: [{ source: { namespaces: [ops, ops] } }]
    - to: [{ operation: { ports: ['81', '80'], methods: [] } }]
      from: [{ source: { principals: [cluster.local/ns/shop/sa/app, cluster.local/ns/shop/sa/web] } }]`;

const SERVER_FIELDS = POLICY.replace(
  'namespace: shop }',
  `namespace: shop, uid: 1f3, resourceVersion: '77', generation: 4, creationTimestamp: '2026-02-02T00:00:00Z',
    managedFields: [{ manager: kubectl }] }
status: { conditions: [{ type: Accepted, status: 'True' }] }`,
);

interface Parts {
  readonly policy?: string;
  readonly namespaceLabels?: string;
  readonly mesh?: string;
  readonly waypointFor?: string;
}

function clusterYaml({
  policy = POLICY,
  namespaceLabels = 'istio.io/dataplane-mode: ambient',
  mesh,
  waypointFor,
}: Parts) {
  const documents = [
    `apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { ${namespaceLabels} } }`,
    `apiVersion: apps/v1
kind: Deployment
metadata: { name: cart, namespace: shop }
spec:
  selector: { matchLabels: { app: cart } }
  template:
    metadata: { labels: { app: cart } }
    spec: { serviceAccountName: cart, containers: [{ name: cart, image: cart }] }`,
    `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: waypoint, namespace: shop, labels: { istio.io/waypoint-for: ${waypointFor ?? 'service'} } }
spec: { gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE }] }`,
    `apiVersion: v1
kind: ConfigMap
metadata: { name: istio, namespace: istio-system }
data: { mesh: '${mesh ?? 'trustDomain: cluster.local'}' }`,
    policy,
  ];
  return `${documents.filter((text) => text !== '').join('\n---\n')}\n`;
}

const CLUSTERS: Readonly<Record<string, Parts | null>> = {
  'a-first': {},
  'b-second': {},
  'c-server-fields': { policy: SERVER_FIELDS },
  'd-rewritten': { policy: REWRITTEN },
  'e-other-caller': { policy: POLICY.replace('sa/web', 'sa/intruder') },
  'f-not-enrolled': { namespaceLabels: 'team: shop' },
  'g-without': { policy: '' },
  'h-silent': null,
};

forEachDatabase((open) => {
  let drift: DriftRepository;
  let clusters: ClusterRepository;
  let database: Database;

  beforeAll(async () => {
    database = await open();
    const cohorts = new CohortRepository(database);
    drift = new DriftRepository(database, cohorts);
    clusters = new ClusterRepository(database);
    await cohorts.create('prod', { env: 'prod' });
    await cohorts.create('empty', { env: 'nowhere' });
    for (const [name, parts] of Object.entries(CLUSTERS)) await arrive(name, parts);
    await arrive('staging', { policy: '' }, 'staging');
  }, 120_000);

  async function arrive(name: string, parts: Parts | null, env = 'prod'): Promise<void> {
    await clusters.setLabels(name, { env });
    if (parts === null) return;
    const snapshots = new SnapshotRepository(database);
    await snapshots.receive(name, uploadOf(clusterYaml(parts)));
    await analyseNext(new AnalysisRepository(database), snapshots);
  }

  const rows = async (request: Partial<DriftRequest> = {}, viewer: Viewer = SEES_ALL): Promise<readonly DriftRow[]> =>
    (await drift.list(viewer, { first: 100 }, { cohort: 'prod', ...request })).edges.map(({ node }) => node);

  async function classes(request: Partial<DriftRequest>, name: string): Promise<Record<string, string>> {
    const names = new Map(
      (await clusters.list(SEES_ALL, { first: 100 })).edges.map(({ node }) => [node.id, node.name]),
    );
    const row = (await rows(request)).find(({ object }) => object.name === name);
    return Object.fromEntries(row?.cells.map((cell) => [names.get(cell.clusterId), cell.class]) ?? []);
  }

  async function cellOf(request: Partial<DriftRequest>, name: string, cluster: string) {
    const found = await clusters.byName(SEES_ALL, cluster);
    const row = (await rows(request)).find(({ object }) => object.name === name);
    return row?.cells.find(({ clusterId }) => clusterId === found?.id);
  }

  describe('the matrix of a cohort', () => {
    it('tells identical, text only, meaning, enforcement, absent and a cluster that is new; noise is no difference', async () => {
      expect(await classes({}, 'callers')).toEqual({
        'a-first': 'IDENTICAL',
        'b-second': 'IDENTICAL',
        'c-server-fields': 'IDENTICAL',
        'd-rewritten': 'TEXT',
        'e-other-caller': 'MEANING',
        'f-not-enrolled': 'ENFORCEMENT',
        'g-without': 'ABSENT',
        'h-silent': 'NEW_CLUSTER',
      });
    });

    it('leads to the reason of a cell', async () => {
      expect(await cellOf({}, 'callers', 'e-other-caller')).toMatchObject({
        cause: 'FIELD',
        reason: expect.stringMatching(/^spec\.rules.*intruder.*in a-first it is .*sa\/web/),
      });
      const enforcement = await cellOf({}, 'callers', 'f-not-enrolled');
      expect(enforcement?.reason).toMatch(/^ANY: NOBODY NOT_ATTACHED.*; in a-first .*ZTUNNEL/);
      expect(enforcement?.fact?.object).toMatchObject({ kind: expect.any(String), name: expect.any(String) });
      expect(await cellOf({}, 'callers', 'd-rewritten')).toMatchObject({
        reason: expect.stringContaining('apiVersion'),
      });
      expect(await cellOf({}, 'callers', 'g-without')).toMatchObject({ cause: 'PRESENCE' });
      expect(await cellOf({}, 'callers', 'b-second')).toMatchObject({ reason: null, cause: null, fact: null });
    });

    it('compares with a chosen cluster instead of the majority', async () => {
      const chosen = await classes({ baseline: 'e-other-caller' }, 'callers');
      expect(chosen).toMatchObject({
        'e-other-caller': 'IDENTICAL',
        'a-first': 'MEANING',
        'f-not-enrolled': 'MEANING',
      });
      const lacking = await classes({ baseline: 'g-without' }, 'callers');
      expect(lacking).toMatchObject({ 'g-without': 'ABSENT', 'a-first': 'IDENTICAL' });
    });

    it('shows only rows with a cell of the classes that are asked for', async () => {
      expect(await rows({ only: ['EXCEPTED'] })).toEqual([]);
      expect((await rows({ only: ['MEANING'] })).map(({ object }) => object.name)).toEqual(['callers']);
      expect(await rows({ only: ['MEANING'], aspect: 'WAYPOINT' })).toEqual([]);
    });

    it('compares namespaces, waypoints and mesh settings as it does policies', async () => {
      expect(await classes({ aspect: 'NAMESPACE' }, 'shop')).toMatchObject({
        'a-first': 'IDENTICAL',
        'f-not-enrolled': 'MEANING',
      });
      expect(await cellOf({ aspect: 'NAMESPACE' }, 'shop', 'f-not-enrolled')).toMatchObject({
        cause: 'LABEL',
        reason: expect.stringContaining('dataplane-mode'),
      });
      expect(await classes({ aspect: 'WAYPOINT' }, 'waypoint')).toMatchObject({
        'a-first': 'IDENTICAL',
        'g-without': 'IDENTICAL',
      });
      expect((await rows({ aspect: 'MESH' })).map(({ object }) => object.name)).toContain('trustDomain');
      expect(await rows({ aspect: 'MESH', only: ['MEANING'] })).toEqual([]);
    });

    it('is read page by page, with the number of all rows', async () => {
      const request = { cohort: 'prod', aspect: 'MESH' as const };
      const first = await drift.list(SEES_ALL, { first: 2 }, request);
      const all = await rows({ aspect: 'MESH' });
      expect(first).toMatchObject({ hasNextPage: true, totalCount: all.length });
      const after = first.edges[1]?.cursor ?? '';
      const second = await drift.list(SEES_ALL, { first: 100, after }, request);
      expect([...first.edges, ...second.edges].map(({ node }) => node.object)).toEqual(all.map(({ object }) => object));
      await expect(drift.list(SEES_ALL, { first: 1, after: 'foreign' }, request)).rejects.toThrow(InvalidCursor);
    });
  });

  it('compares only what the viewer may see', async () => {
    const viewer: Viewer = { clusters: { names: ['a-*', 'e-*'] } };
    const [row] = await rows({ only: ['MEANING'] }, viewer);
    expect(row?.cells.map(({ class: cell }) => cell)).toEqual(['IDENTICAL', 'MEANING']);
    await expect(rows({}, { clusters: { names: ['staging'] } })).rejects.toThrow(CohortNotFound);
  });

  it('refuses a cohort and a baseline that do not exist, and finds nothing in an empty cohort', async () => {
    await expect(rows({ cohort: 'none' })).rejects.toThrow(CohortNotFound);
    await expect(rows({ baseline: 'staging' })).rejects.toThrow(BaselineNotInCohort);
    expect(await rows({ cohort: 'empty' })).toEqual([]);
  });
});
