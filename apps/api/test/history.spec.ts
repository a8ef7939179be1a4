import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ENGINE_VERSION } from '@waymark/engine';
import { AnalysisRepository, type Database } from '@waymark/store';
import { forEachDatabase } from '@waymark/store/testing';
import { policy, SHOP, SHOP_REPAIRED } from './manifests.js';
import { analysed, graphql, type GraphqlAnswer, type Service, startService } from './service.js';

const CHANGES = `query ($from: ID!, $to: ID!) { changes(from: $from, to: $to) {
  answered from { sequence late } to { sequence }
  objects(first: 10) { totalCount nodes { change object { kind name } before after } }
  verdicts(first: 50) { nodes { change cause policy { name } enforcer { type } pathClass effect } }
  findings(first: 10) { nodes { change cause check severity object { name } message finding { state reopened ageDays } } }
} }`;

forEachDatabase((open) => {
  let database: Database;
  let service: Service;
  const ids: string[] = [];
  beforeAll(async () => {
    database = await open();
    service = await startService(database);
    for (const yaml of [SHOP, [SHOP_REPAIRED, policy('new')].join('\n---\n'), SHOP]) {
      ids.push((await analysed(service, 'shop', yaml)).id);
    }
    ids.push((await analysed(service, 'other', SHOP)).id);
  }, 120_000);
  afterAll(() => service.close());

  const ask = async <T>(query: string, variables: Record<string, unknown> = {}): Promise<GraphqlAnswer<T>> =>
    (await graphql<T>(service, query, variables)).body;
  const changes = (from: number, to: number) =>
    ask<{ changes: object | null }>(CHANGES, { from: ids[from], to: ids[to] });
  const today = new Date().toISOString().slice(0, 10);

  it('tells what changed between two snapshots', async () => {
    const { data, errors } = await changes(0, 1);
    expect(errors).toBeUndefined();
    expect(data.changes).toMatchObject({
      answered: true,
      from: { sequence: 1, late: false },
      to: { sequence: 2 },
      objects: {
        totalCount: 2,
        nodes: [
          { change: 'CHANGED', object: { kind: 'AuthorizationPolicy', name: 'cart-get' } },
          { change: 'ADDED', object: { name: 'new' }, before: null },
        ],
      },
      findings: {
        nodes: [
          {
            change: 'REMOVED',
            cause: 'CLUSTER',
            check: 'http-allow-denies-all',
            severity: 'ERROR',
            finding: { state: 'OPEN', reopened: 1, ageDays: 0 },
          },
        ],
      },
    });
    expect((await changes(0, 2)).data.changes).toMatchObject({ objects: { totalCount: 0 }, findings: { nodes: [] } });
  });

  it('refuses snapshots that cannot be compared, and finds none that do not exist', async () => {
    expect((await changes(1, 0)).errors?.[0]?.extensions.code).toBe('SNAPSHOTS_NOT_COMPARABLE');
    expect((await changes(0, 3)).errors?.[0]?.extensions.code).toBe('SNAPSHOTS_NOT_COMPARABLE');
    for (const id of ['', 'x', '💥', 'U25hcHNob3Q6eA']) {
      expect(await ask(CHANGES, { from: id, to: ids[0] })).toEqual({ data: { changes: null } });
    }
  });

  describe('the trend', () => {
    const trend = (args: string) =>
      ask<{ findingTrend: object[] }>(
        `{ findingTrend(${args}) { day open { error } opened { error } fixed { error } openedByEngine { error } } }`,
      );

    it('counts the findings of each day', async () => {
      const { data } = await trend(`from: "${today}", to: "${today}", cluster: "shop"`);
      expect(data.findingTrend).toEqual([
        { day: today, open: { error: 1 }, opened: { error: 2 }, fixed: { error: 1 }, openedByEngine: { error: 0 } },
      ]);
    });

    it.each([
      ['from: "2026-11-31", to: "2026-12-01"', 'BAD_DAYS'],
      ['from: "yesterday", to: "today"', 'BAD_DAYS'],
      ['from: "2026-11-02", to: "2026-11-01"', 'BAD_DAYS'],
      ['from: "2000-01-01", to: "2026-11-01"', 'BAD_DAYS'],
      ['from: "2026-11-01", to: "2026-11-02", cohort: "none"', 'COHORT_NOT_FOUND'],
    ])('refuses %s', async (args, code) => {
      expect((await trend(args)).errors?.[0]?.extensions.code).toBe(code);
    });
  });

  it('analyses again what an older release answered, when a newer one starts', async () => {
    const analyses = new AnalysisRepository(database);
    await service.close();
    await asIfAnsweredBy('0.0.1');
    service = await startService(database);
    const engines = async () => {
      const { data } = await ask<{ clusters: { nodes: { lastSnapshot: { analysis: { engineVersion: string } } }[] } }>(
        '{ clusters(first: 9) { nodes { lastSnapshot { analysis { engineVersion } } } } }',
      );
      return data.clusters.nodes.map(({ lastSnapshot }) => lastSnapshot.analysis.engineVersion);
    };
    const deadline = Date.now() + 60_000;
    while ((await engines()).includes('0.0.1') && Date.now() < deadline)
      await new Promise((later) => setTimeout(later, 200));
    expect(await engines()).toEqual([ENGINE_VERSION, ENGINE_VERSION]);
    expect(await analyses.queueReanalyses(ENGINE_VERSION)).toBe(0);
  }, 120_000);

  async function asIfAnsweredBy(version: string): Promise<void> {
    const statement = `UPDATE analysis SET engine_version = '${version}'`;
    if (database.queue.kind === 'pglite') return void (await database.queue.lite.exec(statement));
    const { default: pg } = await import('pg');
    const client = new pg.Client({ connectionString: database.queue.connectionString });
    await client.connect();
    await client.query(statement);
    await client.end();
  }
});
