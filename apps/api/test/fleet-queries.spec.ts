import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { forEachDatabase } from '@waymark/store/testing';
import { exampleFleet, loadExampleFleet } from './example-fleet.js';
import { graphql, type GraphqlAnswer, type Service, startService } from './service.js';

interface List {
  readonly totalCount: number;
  readonly nodes: readonly Readonly<Record<string, unknown>>[];
}

// The queries that are promised to answer as written.
const CLUSTERS = `query { clusters(first: 50, orderBy: NAME) { totalCount nodes { id name labels { key value } istioVersion freshness lastSnapshot { id sequence capturedAt objectCount commit } findingCounts { error warning info } } pageInfo { hasNextPage endCursor } } }`;
const POLICIES = `query { policies(first: 50, filter: { effect: DENY_NO_EFFECT }) { totalCount nodes { id kind namespace name action clusterCount verdicts(first: 20) { nodes { cluster { name } enforcer { type namespace name } effect pathClass evidence { fact object { kind namespace name } field file line } } } } } }`;
const DRIFT = `query { drift(cohort: "prod", first: 50, only: [MEANING, ENFORCEMENT, ABSENT]) { nodes { policy { kind namespace name } cells { cluster { name } class reason } } } }`;
const DENY_ALLS = `query { denyAlls(first: 20) { nodes { policy { kind namespace name } cluster { name } cause intended workloads services } } }`;
const EXTENSIONS = `query { extensions(first: 50) { nodes { kind namespace name source digest pinned clusters { name proxies } orphaned } } }`;
const FINDINGS = `query { findings(first: 50, filter: { severity: ERROR, state: OPEN }) { totalCount nodes { id check severity message cluster { name } object { kind namespace name } firstSeen lastSeen affected { kind namespace name } } } }`;

forEachDatabase((open) => {
  let service: Service;
  beforeAll(async () => {
    service = await startService(await open());
    await loadExampleFleet(service);
  }, 240_000);
  afterAll(() => service.close());

  const ask = async (query: string): Promise<GraphqlAnswer<Record<string, List>>> =>
    (await graphql<Record<string, List>>(service, query)).body;
  async function listOf(name: string, query: string): Promise<List> {
    const answer = await ask(query);
    expect(answer.errors).toBeUndefined();
    return answer.data[name] as List;
  }

  describe('about the example fleet', () => {
    it('clusters answer with labels, version, freshness, last snapshot and counts', async () => {
      const { totalCount, nodes } = await listOf('clusters', CLUSTERS);
      const { clusters } = exampleFleet();
      expect(totalCount).toBe(clusters.length);
      expect(nodes.map(({ name }) => name)).toEqual(clusters.map(({ name }) => name).sort());
      expect(nodes.find(({ name }) => name === 'prod-eu-west')).toMatchObject({
        labels: expect.arrayContaining([{ key: 'cohort', value: 'prod' }]),
        istioVersion: '1.28.3',
        freshness: 'FRESH',
        lastSnapshot: { sequence: 1, objectCount: 148, commit: '0123456789abcdef' },
        findingCounts: { error: 2 },
      });
    });

    it('policies answer those without effect, with their verdicts and evidence', async () => {
      const { totalCount, nodes } = await listOf('policies', POLICIES);
      expect([totalCount, nodes.length]).toEqual([1, 1]);
      expect(nodes[0]).toMatchObject({
        kind: 'AuthorizationPolicy',
        namespace: 'catalog',
        name: 'no-admin-paths',
        action: 'DENY',
        clusterCount: 1,
        verdicts: {
          nodes: expect.arrayContaining([
            expect.objectContaining({
              cluster: { name: 'prod-us-east' },
              enforcer: { type: 'ZTUNNEL', namespace: 'istio-system', name: 'ztunnel' },
              effect: 'DENY_NO_EFFECT',
              evidence: expect.arrayContaining([
                expect.objectContaining({
                  file: 'upload.yaml',
                  line: expect.any(Number),
                  fact: expect.stringContaining('ztunnel'),
                }),
              ]),
            }),
          ]),
        },
      });
    });

    it('drift answers what differs in the cohort, and why', async () => {
      const { nodes } = await listOf('drift', DRIFT);
      const cells = (policy: string) =>
        nodes.find((node) => (node['policy'] as { name: string; namespace: string }).name === policy)?.['cells'] as {
          cluster: { name: string };
          class: string;
          reason: string | null;
        }[];
      const classOf = (policy: string, cluster: string) => cells(policy).find((cell) => cell.cluster.name === cluster);
      expect(cells('payments-api').map(({ cluster }) => cluster.name)).toEqual([
        'prod-ap-south',
        'prod-eu-west',
        'prod-us-east',
        'prod-us-west',
      ]);
      expect(classOf('payments-api', 'prod-us-west')).toMatchObject({
        class: 'MEANING',
        reason: expect.stringContaining('checkouts'),
      });
      expect(classOf('no-admin-paths', 'prod-eu-west')).toMatchObject({ class: 'ABSENT' });
      expect(classOf('login', 'prod-ap-south')).toMatchObject({
        class: 'ENFORCEMENT',
        reason: expect.stringMatching(/NOBODY.*identity\/waypoint/),
      });
      expect(classOf('cart', 'prod-eu-west')).toMatchObject({
        class: 'ENFORCEMENT',
        reason: expect.stringContaining('cart-waypoint'),
      });
    });

    it('deny-alls answer what cuts off whom, the widest first', async () => {
      const { nodes } = await listOf('denyAlls', DENY_ALLS);
      expect(nodes[0]).toMatchObject({ cluster: { name: expect.any(String) }, cause: expect.any(String) });
      expect(nodes).toContainEqual({
        policy: { kind: 'AuthorizationPolicy', namespace: 'observability', name: 'allow-nothing' },
        cluster: { name: 'prod-us-west' },
        cause: 'ALLOW_NOTHING',
        intended: true,
        workloads: 2,
        services: 2,
      });
      expect(nodes).toContainEqual(
        expect.objectContaining({
          policy: expect.objectContaining({ name: 'allow-refunds-from-backoffice' }),
          cause: 'HTTP_ALLOW_AT_LAYER_4',
          intended: false,
        }),
      );
      const reach = nodes.map(({ workloads, services }) => Number(workloads) + Number(services));
      expect(reach).toEqual([...reach].sort((a, b) => b - a));
    });

    it('extensions answer what runs where, at which version, and what runs nowhere', async () => {
      const { nodes } = await listOf('extensions', EXTENSIONS);
      const tagging = nodes.filter(({ name, namespace }) => name === 'request-tagging' && namespace === 'checkout');
      expect(tagging).toHaveLength(2); // v1.4.2 and v1.5.0
      expect(tagging[0]).toMatchObject({
        kind: 'WasmPlugin',
        source: 'oci://registry.meridian.example/wasm/request-tagging',
        digest: null,
        pinned: false,
        orphaned: false,
        clusters: expect.arrayContaining([{ name: 'prod-eu-west', proxies: 1 }]),
      });
      expect(nodes.find(({ name }) => name === 'geo-blocking')).toMatchObject({
        orphaned: true,
        clusters: [{ name: 'prod-ap-south', proxies: 0 }],
      });
      expect(nodes.find(({ name }) => name === 'orders-rate-limit')).toMatchObject({
        kind: 'EnvoyFilter',
        source: 'HTTP_FILTER INSERT_BEFORE',
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
        pinned: true,
        orphaned: true,
      });
    });

    it('findings answer the open errors with their life and whom they harm', async () => {
      const { totalCount, nodes } = await listOf('findings', FINDINGS);
      expect(totalCount).toBe(nodes.length);
      expect(nodes.every(({ severity }) => severity === 'ERROR')).toBe(true);
      const finding = nodes.find(({ check }) => check === 'waypoint-not-ready');
      expect(finding).toMatchObject({
        cluster: { name: 'prod-ap-south' },
        object: { kind: 'Gateway', namespace: 'identity', name: 'waypoint' },
        firstSeen: expect.stringMatching(/^20\d\d-/),
        affected: expect.arrayContaining([expect.objectContaining({ kind: 'Service' })]),
      });
      expect(finding?.['lastSeen']).toBe(finding?.['firstSeen']);
    });
  });

  it('tells what fails open, the twin of the deny-alls', async () => {
    const { nodes } = await listOf(
      'failOpens',
      '{ failOpens(first: 50) { nodes { id cause object { name } policy { name } cluster { name } covered { kind } } } }',
    );
    expect(nodes).toContainEqual(
      expect.objectContaining({
        cause: 'DENY_DOES_NOTHING',
        policy: { name: 'no-admin-paths' },
        cluster: { name: 'prod-us-east' },
      }),
    );
    expect(nodes).toContainEqual(
      expect.objectContaining({
        cause: 'ENFORCED_BY_NOBODY',
        policy: { name: 'tokens' },
        cluster: { name: 'prod-ap-south' },
      }),
    );
    expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
  });

  it('compares waypoints, namespaces, mesh settings and extensions too', async () => {
    const drift = (aspect: string) =>
      listOf(
        'drift',
        `{ drift(cohort: "prod", aspect: ${aspect}, first: 100, only: [MEANING, ENFORCEMENT, ABSENT]) { totalCount nodes { id object { kind namespace name } policy { name } baseline { name } cells { cluster { name } class cause reason fact { fact } } } } }`,
      );
    const names = async (aspect: string) =>
      (await drift(aspect)).nodes.map(({ object }) => (object as { name: string }).name);
    expect(await names('WAYPOINT')).toContain('waypoint');
    expect(await names('NAMESPACE')).toContain('catalog');
    expect(await names('MESH')).toContain('istioVersion');
    expect(await names('EXTENSION')).toEqual(expect.arrayContaining(['request-tagging', 'geo-blocking']));
  });

  it.each([
    ['{ drift(cohort: "nowhere", first: 5) { totalCount } }', 'COHORT_NOT_FOUND'],
    ['{ drift(cohort: "prod", first: 5, baseline: "staging-eu") { totalCount } }', 'BASELINE_NOT_IN_COHORT'],
    ['{ drift(cohort: "prod", first: 5, after: "x") { totalCount } }', 'BAD_CURSOR'],
    ['{ drift(cohort: "prod", first: 101) { totalCount } }', 'BAD_PAGE_SIZE'],
    ['{ drift(cohort: "\\u0000", first: 5) { totalCount } }', 'NULL_CHARACTER'],
    ['{ denyAlls(first: 0) { totalCount } }', 'BAD_PAGE_SIZE'],
    ['{ extensions(first: 5, after: "eyJ4IjoxfQ") { totalCount } }', 'BAD_CURSOR'],
  ])('refuses %s', async (query, code) => {
    expect((await ask(query)).errors?.[0]?.extensions.code).toBe(code);
  });
});
