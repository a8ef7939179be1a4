import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TokenJson } from '@waymark/contract';
import { AuditRepository, type Database } from '@waymark/store';
import { forEachDatabase } from '@waymark/store/testing';
import { call, graphql, post, type Service, startService } from './service.js';

const PAYLOAD = '{ cohort { id name clusterCount selector { key value } } error { code message field } }';
const CREATE = `mutation ($input: CreateCohortInput!) { result: createCohort(input: $input) ${PAYLOAD} }`;
const CHANGE = `mutation ($input: ChangeCohortInput!) { result: changeCohort(input: $input) ${PAYLOAD} }`;
const DELETE =
  'mutation ($input: DeleteCohortInput!) { result: deleteCohort(input: $input) { deletedId error { code } } }';
const PROD = [{ key: 'env', value: 'prod' }];

interface Result {
  readonly result: {
    readonly cohort: { readonly id: string; readonly name: string; readonly clusterCount: number } | null;
    readonly error: { readonly code: string; readonly message: string; readonly field: string } | null;
  };
}

forEachDatabase((open) => {
  let database: Database;
  let service: Service;
  beforeAll(async () => {
    database = await open();
    service = await startService(database);
    const body = JSON.stringify({ labels: { env: 'prod' } });
    const headers = { 'content-type': 'application/json' };
    await call(`${service.url}/v1/clusters/prod-a`, { method: 'PUT', body, headers });
  }, 60_000);
  afterAll(() => service.close());

  const mutate = async (query: string, input: object, headers = {}) =>
    (await graphql<Result>(service, query, { input }, headers)).body;
  const create = async (name: string, selector: object[] = PROD) =>
    (await mutate(CREATE, { name, selector })).data.result;

  it('is created, changed under the same id, and deleted; each leaves a trace', async () => {
    const { cohort, error } = await create('first');
    expect([cohort, error]).toMatchObject([{ name: 'first', clusterCount: 1 }, null]);
    const id = cohort?.id ?? '';
    const changed = await mutate(CHANGE, { id, name: 'renamed', selector: [{ key: 'env', value: 'none' }] });
    expect(changed.data.result).toMatchObject({ cohort: { id, name: 'renamed', clusterCount: 0 }, error: null });
    const kept = await mutate(CHANGE, { id, name: 'again' });
    expect(kept.data.result.cohort).toMatchObject({ name: 'again', selector: [{ key: 'env', value: 'none' }] });
    const node = await graphql(service, 'query ($id: ID!) { node(id: $id) { __typename id } }', { id });
    expect(node.body.data).toEqual({ node: { __typename: 'Cohort', id } });
    expect((await mutate(DELETE, { id })).data.result).toEqual({ deletedId: id, error: null });
    expect((await mutate(DELETE, { id })).data.result).toMatchObject({ deletedId: null, error: { code: 'NOT_FOUND' } });
    const actions = (await new AuditRepository(database).newest(4)).map(({ action }) => action);
    expect(actions).toEqual(['cohort.delete', 'cohort.change', 'cohort.change', 'cohort.create']);
  });

  it('refuses a name that is taken, also when two ask at once', async () => {
    const results = await Promise.all(Array.from({ length: 4 }, () => create('twice')));
    expect(results.filter(({ cohort }) => cohort !== null)).toHaveLength(1);
    const refused = results.find(({ error }) => error !== null);
    expect(refused?.error).toMatchObject({
      code: 'NAME_TAKEN',
      field: 'name',
      message: expect.stringContaining('twice'),
    });
    const { cohort } = await create('other');
    const renamed = await mutate(CHANGE, { id: cohort?.id, name: 'twice' });
    expect(renamed.data.result.error).toMatchObject({ code: 'NAME_TAKEN' });
  });

  it.each([
    ['an empty name', '', PROD],
    ['a name with spaces', 'a b', PROD],
    ['a name that is too long', 'a'.repeat(64), PROD],
    ['a selector that would hold every cluster', 'all', []],
    ['a key that is none', 'k', [{ key: '__proto__', value: 'x' }]],
    ['a value that is too long', 'v', [{ key: 'a', value: 'x'.repeat(300) }]],
  ])('refuses %s', async (_, name, selector) => {
    const { cohort, error } = await create(name, selector);
    expect([cohort, error?.code]).toEqual([null, 'INVALID']);
    expect(error?.message.length).toBeGreaterThan(10);
  });

  it.each(['', 'x', 'Q29ob3J0Og', 'Q29ob3J0Ojt4', 'a'.repeat(5000)])(
    'finds nothing to change under %.20s',
    async (id) => {
      expect((await mutate(CHANGE, { id, name: 'n' })).data.result.error).toMatchObject({ code: 'NOT_FOUND' });
      expect((await mutate(DELETE, { id })).data.result.error).toMatchObject({ code: 'NOT_FOUND' });
    },
  );

  describe('with tokens', () => {
    const tokenOf = new Map<string, Record<string, string>>();
    beforeAll(async () => {
      for (const [name, scopes, clusters] of [
        ['admin', ['admin'], ['*']],
        ['reader', ['read'], ['*']],
        ['partial', ['admin'], ['staging-*']],
      ] as const) {
        const body = JSON.stringify({ name, scopes, clusters });
        const headers = { 'content-type': 'application/json', ...tokenOf.get('admin') };
        const created = await post<TokenJson & { token: string }>(`${service.url}/v1/tokens`, body, headers);
        tokenOf.set(name, { authorization: `Bearer ${created.body.token}` });
      }
    });

    it('only an admin of all clusters changes cohorts', async () => {
      const input = { name: 'secured', selector: PROD };
      const asReader = await mutate(CREATE, input, tokenOf.get('reader'));
      expect(asReader.errors?.[0]?.extensions.code).toBe('SCOPE_MISSING');
      const asPartial = await mutate(CREATE, input, tokenOf.get('partial'));
      expect(asPartial.data.result.error).toMatchObject({ code: 'FORBIDDEN' });
      expect((await mutate(CREATE, input, tokenOf.get('admin'))).data.result.error).toBeNull();
    });

    it('a viewer sees only cohorts that hold a cluster of its own', async () => {
      const seen = async (name: string) =>
        (
          await graphql<{ cohorts: { nodes: { name: string }[] } }>(
            service,
            '{ cohorts(first: 50) { nodes { name } } }',
            {},
            tokenOf.get(name),
          )
        ).body.data.cohorts.nodes.length;
      expect(await seen('reader')).toBeGreaterThan(0);
      expect(await seen('partial')).toBe(0);
    });
  });
});
