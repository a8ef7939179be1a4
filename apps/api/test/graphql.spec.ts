import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Database } from '@waymark/store';
import { forEachDatabase } from '@waymark/store/testing';
import {
  buildClientSchema,
  getIntrospectionQuery,
  type IntrospectionQuery,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';
import prettier from 'prettier';
import { policy, SHOP, SHOP_REPAIRED } from './manifests.js';
import { analysed, call, graphql, type GraphqlAnswer, post, type Service, startService } from './service.js';

const CLUSTERS = ['prod-a', 'prod-b', 'prod-c', 'staging'];

interface Listed {
  readonly list: {
    readonly totalCount: number;
    readonly nodes: { readonly id: string; readonly name: string }[];
    readonly edges: { readonly cursor: string }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean; readonly endCursor: string };
  };
}

forEachDatabase((open) => {
  let database: Database;
  let service: Service;
  beforeAll(async () => {
    database = await open();
    service = await startService(database);
    for (const [index, name] of CLUSTERS.entries()) {
      const policies = Array.from({ length: index + 1 }, (_, number) => policy(`p${number}`));
      await analysed(service, name, [SHOP, ...policies].join('\n---\n'));
    }
  }, 120_000);
  afterAll(() => service.close());

  const ask = async <T>(query: string, variables: Record<string, unknown> = {}): Promise<GraphqlAnswer<T>> =>
    (await graphql<T>(service, query, variables)).body;
  const codeOf = async (query: string): Promise<string | undefined> => (await ask(query)).errors?.[0]?.extensions.code;

  describe('a list', () => {
    const query = `query ($after: String) {
      list: clusters(first: 3, after: $after, orderBy: NAME) {
        totalCount nodes { id name } edges { cursor } pageInfo { hasNextPage hasPreviousPage endCursor }
      }
    }`;

    it('is read page by page, each row once', async () => {
      const { data: first } = await ask<Listed>(query);
      expect(first.list.nodes.map(({ name }) => name)).toEqual(['prod-a', 'prod-b', 'prod-c']);
      expect(first.list).toMatchObject({ totalCount: 4, pageInfo: { hasNextPage: true, hasPreviousPage: false } });
      const { data: second } = await ask<Listed>(query, { after: first.list.pageInfo.endCursor });
      expect(second.list.nodes.map(({ name }) => name)).toEqual(['staging']);
      expect(second.list.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    });

    it.each([0, -1, 101, 2_000_000_000])('of %d is refused', async (first) => {
      expect(await codeOf(`{ clusters(first: ${first}) { totalCount } }`)).toBe('BAD_PAGE_SIZE');
    });

    it('must say how much it wants', async () => {
      expect(await codeOf('{ clusters { totalCount } }')).toBe('GRAPHQL_VALIDATION_FAILED');
    });

    it('refuses a cursor of another list', async () => {
      const { data } = await ask<Listed>(query);
      const cursor = data.list.pageInfo.endCursor;
      expect(await codeOf(`{ policies(first: 1, after: "${cursor}") { totalCount } }`)).toBe('BAD_CURSOR');
      expect(await codeOf('{ policies(first: 1, after: "nonsense") { totalCount } }')).toBe('BAD_CURSOR');
    });

    it('is filtered', async () => {
      const { data } = await ask<Listed>('{ list: clusters(first: 9, filter: { name: "PROD" }) { totalCount } }');
      expect(data.list.totalCount).toBe(3);
      const effect = '{ list: policies(first: 9, filter: { effect: ALLOW_DENIES_ALL }) { totalCount nodes { name } } }';
      expect((await ask<Listed>(effect)).data.list).toEqual({ totalCount: 1, nodes: [{ name: 'cart-get' }] });
    });
  });

  describe('an id', () => {
    const query = `{
      clusters(first: 1) { nodes { id } }
      policies(first: 1) { nodes { id verdicts(first: 1) { nodes { id } } } }
      findings(first: 1) { nodes { id } }
    }`;

    it('stays the same after another upload, and finds its node', async () => {
      const before = await ask<Record<string, { nodes: { id: string }[] }>>(query);
      await analysed(service, 'prod-a', [SHOP_REPAIRED, policy('p0')].join('\n---\n'));
      await analysed(service, 'prod-a', [SHOP, policy('p0')].join('\n---\n'));
      expect(await ask(query)).toEqual(before);
      for (const [list, type] of [
        ['clusters', 'Cluster'],
        ['policies', 'Policy'],
        ['findings', 'Finding'],
      ] as const) {
        const id = before.data[list]?.nodes[0]?.id;
        const node = await ask('query ($id: ID!) { node(id: $id) { __typename id } }', { id });
        expect(node).toEqual({ data: { node: { __typename: type, id } } });
      }
    });

    it.each(['', 'x', 'Q2x1c3Rlcjo', 'U25hcHNob3Q6eA', '💥', 'a'.repeat(5000)])(
      'that we did not make finds nothing: %.20s',
      async (id) => {
        const answer = await ask(
          'query ($id: ID!) { node(id: $id) { id } policy(id: $id) { id } finding(id: $id) { id } snapshot(id: $id) { id } }',
          { id },
        );
        expect(answer).toEqual({ data: { node: null, policy: null, finding: null, snapshot: null } });
      },
    );
  });

  it('answers the whole of a policy: verdicts with evidence, manifests, findings', async () => {
    const { data } = await ask<{ policies: { nodes: object[] } }>(`{
      policies(first: 1, filter: { name: "cart-get", cluster: "staging" }) { nodes {
        kind namespace name action clusterCount clusters { name } enforcerCounts { type count } effectCounts { effect count }
        findingCounts { error warning info }
        manifests { clusters { name } digest yaml file line }
        verdicts(first: 1, filter: { cluster: "staging", enforcer: ZTUNNEL, effect: ALLOW_DENIES_ALL }) { totalCount nodes {
          cluster { name } policy { name } enforcer { type namespace name } pathClass effect
          rules { index effect } targets { kind name } evidence { fact object { kind name } field file line }
        } }
        findings(first: 5, filter: { cluster: "staging" }) { nodes { check about { title why fix } policy { name } message } }
      } }
    }`);
    expect(data.policies.nodes[0]).toMatchObject({
      kind: 'AuthorizationPolicy',
      action: 'ALLOW',
      clusterCount: 4,
      clusters: CLUSTERS.map((name) => ({ name })),
      manifests: [{ file: 'upload.yaml', line: 24, yaml: expect.stringContaining('kind: AuthorizationPolicy') }],
      verdicts: { nodes: [{ cluster: { name: 'staging' }, rules: [{ index: 0 }], targets: [{ name: 'cart' }] }] },
      findings: { nodes: [{ check: 'http-allow-denies-all', policy: { name: 'cart-get' } }] },
    });
  });

  it('answers the fleet in one look', async () => {
    const { data } = await ask<{ fleet: object }>(
      '{ fleet { clusters freshClusters staleClusters silentClusters policies findingCounts { error } checks { check { id } open clusters } dataFrom dataTo } }',
    );
    expect(data.fleet).toMatchObject({ clusters: 4, freshClusters: 4, policies: 5, findingCounts: { error: 4 } });
    expect(data.fleet).toMatchObject({ checks: [{ check: { id: 'http-allow-denies-all' }, open: 4, clusters: 4 }] });
  });

  it('asks the database no more often for four clusters than for one', async () => {
    if (database.kind !== 'pglite') return;
    const nested = (first: number) => `{ clusters(first: ${first}) { nodes {
      lastSnapshot { analysis { state } } snapshots(first: 2) { nodes { id analysis { id } } }
      findings(first: 5) { nodes { cluster { name } policy { clusters { name } findingCounts { error }
        verdicts(first: 5) { nodes { cluster { name } policy { name } } } } } } } } }`;
    const one = await statementsOf(database, () => ask(nested(1)));
    const four = await statementsOf(database, () => ask(nested(4)));
    expect(one).toBeGreaterThan(5);
    expect(four).toBeLessThanOrEqual(one);
  });

  describe('a query that asks too much is refused before anything is read', () => {
    it('when it is too deep', async () => {
      const deep = `{ clusters(first: 1) { nodes ${'{ findings(first: 1) { nodes { cluster '.repeat(5)}{ id }${' } } }'.repeat(5)} } }`;
      expect(await codeOf(deep)).toBe('QUERY_TOO_DEEP');
    });

    it('when it is too deep behind fragments', async () => {
      const parts = Array.from(
        { length: 8 },
        (_, at) => `fragment f${at} on Cluster { findings(first: 1) { nodes { cluster { id ...f${at + 1} } } } }`,
      );
      expect(await codeOf(`{ cluster(name: "a") { ...f0 } } ${parts.join(' ')} fragment f8 on Cluster { id }`)).toBe(
        'QUERY_TOO_DEEP',
      );
    });

    it('when it may answer too many values', async () => {
      const costly =
        '{ clusters(first: 100) { nodes { findings(first: 100) { nodes { id message affected { name } evidence { fact file line } } } } } }';
      expect(await codeOf(costly)).toBe('QUERY_TOO_COSTLY');
    });

    it('when it asks the same costly thing under many names', async () => {
      const many = Array.from({ length: 300 }, (_, at) => `a${at}: policies(first: 100) { nodes { id name action } }`);
      expect(await codeOf(`{ ${many.join(' ')} }`)).toBe('QUERY_TOO_COSTLY');
    });
  });

  it('refuses what a page of another site could send', async () => {
    const form = await post<GraphqlAnswer<unknown>>(`${service.url}/graphql`, '{"query":"{ __typename }"}', {
      'content-type': 'text/plain',
    });
    expect(form.status).toBe(400);
    const get = await call<GraphqlAnswer<unknown>>(
      `${service.url}/graphql?query=${encodeURIComponent('{ __typename }')}`,
    );
    expect([get.status, get.body.errors?.[0]?.message]).toEqual([400, expect.stringContaining('CSRF')]);
  });

  it('serves GraphiQL whole, from this origin alone', async () => {
    const page = await fetch(`${service.url}/graphql`, { headers: { accept: 'text/html' } });
    const html = await page.text();
    expect(page.status).toBe(200);
    expect(html).toContain('YogaGraphiQL.renderYogaGraphiQL(');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(html).not.toMatch(/<(script|link)[^>]+(src|href)="(https?:)?\/\//);
  });

  it('has the schema that is committed (npm run generate writes it)', async () => {
    const { data } = await ask<IntrospectionQuery>(getIntrospectionQuery());
    const file = new URL('../schema.graphql', import.meta.url);
    const served = printSchema(lexicographicSortSchema(buildClientSchema(data)));
    const options = { ...(await prettier.resolveConfig(file)), parser: 'graphql' };
    expect(await prettier.format(served, options)).toBe(readFileSync(file, 'utf8'));
  });
});

/** How many statements PGlite runs for the work; it is one connection, which everything goes through. */
async function statementsOf({ queue }: Database, work: () => Promise<unknown>): Promise<number> {
  if (queue.kind !== 'pglite') throw new Error('Only PGlite is counted.');
  const original = queue.lite.query;
  let statements = 0;
  queue.lite.query = function (this: typeof queue.lite, ...args: Parameters<typeof original>) {
    if (!args[0].includes('pgboss')) statements += 1;
    return original.apply(this, args);
  } as typeof original;
  try {
    await work();
    return statements;
  } finally {
    queue.lite.query = original;
  }
}
