import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Problem, TokenJson, TokenRequest } from '@waymark/contract';
import { type Database, TokenRepository } from '@waymark/store';
import { forEachDatabase } from '@waymark/store/testing';
import { SHOP } from './manifests.js';
import { analysed, call, graphql, post, type Service, startService, upload } from './service.js';

type Created = TokenJson & { token: string };

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const JSON_TYPE = { 'content-type': 'application/json' };
const ADMIN: TokenRequest = { name: 'admin', scopes: ['admin'] };

forEachDatabase((open) => {
  let database: Database;
  let service: Service;

  const create = (request: TokenRequest, token?: string) =>
    post<Created>(`${service.url}/v1/tokens`, JSON.stringify(request), {
      ...JSON_TYPE,
      ...(token === undefined ? {} : bearer(token)),
    });

  describe('while there is no token', () => {
    beforeEach(async () => {
      database = await open();
      service = await startService(database);
    }, 60_000);
    afterEach(() => service.close());

    it('listens on the local machine only, and says so', async () => {
      expect(service.log.join('')).toContain('no token is configured: only this machine is answered');
      const elsewhere = startService(database, { WAYMARK_API_HOST: '0.0.0.0' });
      await expect(elsewhere).rejects.toThrow('No token is configured, so Waymark listens on 127.0.0.1 only');
    });

    it('answers no page that had its own name point to this machine', async () => {
      const { port } = new URL(service.url);
      const answer = await rebound(Number(port));
      expect(answer).toContain('421');
      expect(answer).toContain('HOST_NOT_LOCAL');
    });

    it('lets the local machine create the first token, which must be an admin', async () => {
      const reader = await create({ name: 'reader', scopes: ['read'] });
      expect([reader.status, reader.body]).toMatchObject([409, { code: 'FIRST_TOKEN_NOT_ADMIN' }]);
      const admin = await create(ADMIN);
      expect(admin.status).toBe(201);
      expect(admin.body.token).toMatch(/^waymark_[\w-]{43}$/);
    });

    it('needs a token for everything from the first one on, also when it was revoked', async () => {
      const { body: admin } = await create(ADMIN);
      expect(await call<Problem>(`${service.url}/v1/tokens`)).toMatchObject({
        status: 401,
        body: { code: 'TOKEN_REQUIRED' },
      });
      expect((await upload(service, 'a', SHOP)).status).toBe(401);
      expect((await graphql(service, '{ __typename }')).status).toBe(401);
      await new TokenRepository(database).revoke(admin.id);
      expect((await upload(service, 'a', SHOP)).status).toBe(401);
      expect((await call(`${service.url}/readyz`)).status).toBe(200);
    });
  });

  describe('with tokens', () => {
    const created = new Map<string, Created>();
    const tokenOf = (name: string): string => created.get(name)?.token ?? '';
    const asAdmin = () => bearer(tokenOf('admin'));

    beforeAll(async () => {
      database = await open();
      service = await startService(database);
      await analysed(service, 'prod-one', SHOP);
      await analysed(service, 'staging', SHOP);
      const requests: TokenRequest[] = [
        ADMIN,
        { name: 'prod reader', scopes: ['read'], clusters: ['prod-*'] },
        { name: 'staging reader', scopes: ['read'], clusters: ['staging'] },
        { name: 'prod uploader', scopes: ['snapshots:write'], clusters: ['prod-*'] },
        { name: 'brief', scopes: ['read'], expiresAt: new Date(Date.now() + 1500).toISOString() },
      ];
      for (const request of requests) {
        created.set(request.name, (await create(request, tokenOf('admin') || undefined)).body);
      }
    }, 60_000);
    afterAll(() => service.close());

    const clusterNames = async (token: string): Promise<string[]> => {
      const query = '{ clusters(first: 100) { nodes { name } } }';
      const { body } = await graphql<{ clusters: { nodes: { name: string }[] } }>(service, query, {}, bearer(token));
      return body.data.clusters.nodes.map(({ name }) => name);
    };

    it('shows each reader its own clusters', async () => {
      expect(await clusterNames(tokenOf('admin'))).toEqual(['prod-one', 'staging']);
      expect(await clusterNames(tokenOf('prod reader'))).toEqual(['prod-one']);
      expect(await clusterNames(tokenOf('staging reader'))).toEqual(['staging']);
    });

    it('answers 404, not 403, for a snapshot of a cluster that the token may not see', async () => {
      const { body: receipt } = await upload(service, 'prod-two', SHOP, bearer(tokenOf('prod uploader')));
      const asked = (name: string) =>
        call<Problem>(service.url + receipt.analysis.url, { headers: bearer(tokenOf(name)) });
      expect(await asked('staging reader')).toMatchObject({ status: 404, body: { code: 'SNAPSHOT_NOT_FOUND' } });
      expect((await asked('prod reader')).status).toBe(200);
      const query =
        'query ($id: ID!) { snapshot(id: $id) { id } node(id: $id) { id } cluster(name: "prod-two") { id } }';
      const { body } = await graphql(service, query, { id: receipt.id }, bearer(tokenOf('staging reader')));
      expect(body).toEqual({ data: { snapshot: null, node: null, cluster: null } });
    });

    it('creates a cluster only where the token reaches', async () => {
      const refused = await upload(service, 'other', SHOP, bearer(tokenOf('prod uploader')));
      expect([refused.status, refused.body]).toMatchObject([404, { code: 'CLUSTER_NOT_ALLOWED' }]);
      expect((await upload(service, 'prod-three', SHOP, bearer(tokenOf('prod uploader')))).status).toBe(202);
    });

    it.each([
      ['a reader may not upload', 'prod reader', 'POST', '/v1/clusters/prod-one/snapshots'],
      ['a reader may not list tokens', 'prod reader', 'GET', '/v1/tokens'],
      ['an uploader may not read', 'prod uploader', 'GET', '/v1/snapshots/x'],
      ['an uploader may not analyse without storing', 'prod uploader', 'POST', '/v1/analyses'],
      ['an uploader may not label', 'prod uploader', 'PUT', '/v1/clusters/prod-one'],
    ])('knows scopes: %s', async (_, name, method, path) => {
      const answer = await call<Problem>(service.url + path, { method, headers: bearer(tokenOf(name)) });
      expect(answer).toMatchObject({ status: 403, body: { code: 'SCOPE_MISSING' } });
    });

    it('refuses GraphQL to an uploader', async () => {
      const answer = await graphql(service, '{ __typename }', {}, bearer(tokenOf('prod uploader')));
      expect([answer.status, answer.body.errors?.[0]?.extensions.code]).toEqual([403, 'SCOPE_MISSING']);
    });

    it.each([
      ['unknown', `Bearer waymark_${'a'.repeat(43)}`],
      ['malformed', 'Bearer hunter2'],
      ['of another kind', 'Basic YTpi'],
    ])('refuses a token that is %s, and never logs it', async (_, authorization) => {
      const answer = await call<Problem>(`${service.url}/v1/tokens`, { headers: { authorization } });
      expect(answer).toMatchObject({ status: 401, body: { code: 'TOKEN_INVALID' } });
      expect(answer.headers.get('www-authenticate')).toContain('Bearer');
      expect(service.log.join('')).toContain('token refused');
      expect(service.log.join('')).not.toContain(authorization.split(' ')[1]);
    });

    it('refuses a token that has expired', async () => {
      await new Promise((resolve) => setTimeout(resolve, 1600));
      const answer = await graphql(service, '{ __typename }', {}, bearer(tokenOf('brief')));
      expect(answer.status).toBe(401);
    });

    it('lists tokens without their secrets, and keeps the last admin', async () => {
      const { body } = await call<{ tokens: TokenJson[] }>(`${service.url}/v1/tokens`, { headers: asAdmin() });
      expect(body.tokens.map(({ name }) => name)).toContain('prod uploader');
      expect(JSON.stringify(body)).not.toContain(tokenOf('prod uploader'));
      const last = await call(`${service.url}/v1/tokens/${created.get('admin')?.id}`, {
        method: 'DELETE',
        headers: asAdmin(),
      });
      expect(last).toMatchObject({ status: 409, body: { code: 'LAST_ADMIN_TOKEN' } });
    });

    it('ends a token when it is revoked', async () => {
      const { body: token } = await create({ name: 'to end', scopes: ['read'] }, tokenOf('admin'));
      const path = `${service.url}/v1/tokens/${token.id}`;
      expect((await call(path, { method: 'DELETE', headers: asAdmin() })).status).toBe(204);
      expect((await graphql(service, '{ __typename }', {}, bearer(token.token))).status).toBe(401);
      expect((await call(path, { method: 'DELETE', headers: asAdmin() })).status).toBe(404);
    });

    it.each([
      ['a scope that there is not', { name: 'x', scopes: ['root'] }],
      ['no scope', { name: 'x', scopes: [] }],
      ['no name', { name: ' ', scopes: ['read'] }],
      ['a past end', { name: 'x', scopes: ['read'], expiresAt: '2020-01-01T00:00:00Z' }],
      ['an unknown field', { name: 'x', scopes: ['read'], admin: true }],
    ])('creates no token with %s', async (_, request) => {
      const answer = await create(request as TokenRequest, tokenOf('admin'));
      expect([answer.status, answer.body]).toMatchObject([400, { code: 'INVALID_REQUEST' }]);
    });

    it.each(['{', '"x"', ''])('creates no token from %j', async (body) => {
      const answer = await post<Problem>(`${service.url}/v1/tokens`, body, { ...JSON_TYPE, ...asAdmin() });
      expect(answer.status).toBe(400);
      expect(['INVALID_JSON', 'INVALID_REQUEST']).toContain(answer.body.code);
    });

    it('labels clusters', async () => {
      const headers = { ...JSON_TYPE, ...asAdmin() };
      const labels = { cohort: 'prod', 'example.com/region': 'eu' };
      const body = JSON.stringify({ labels });
      const answer = await call(`${service.url}/v1/clusters/prod-one`, { method: 'PUT', headers, body });
      expect(answer).toMatchObject({ status: 200, body: { name: 'prod-one', labels } });
      const wrong = JSON.stringify({ labels: { '-': 1 } });
      const refused = await call<Problem>(`${service.url}/v1/clusters/prod-one`, {
        method: 'PUT',
        headers,
        body: wrong,
      });
      expect(refused).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
    });
  });

  it('listens elsewhere with a token from the environment, which opens it', async () => {
    const admin = `waymark_${'b'.repeat(64)}`;
    const environment = {
      WAYMARK_API_HOST: '0.0.0.0',
      WAYMARK_ADMIN_TOKEN: admin,
      WAYMARK_READ_TOKEN: `waymark_${'c'.repeat(43)}`,
    };
    service = await startService(await open(), environment);
    try {
      expect((await upload(service, 'a', SHOP)).status).toBe(401);
      expect((await upload(service, 'a', SHOP, bearer(admin))).status).toBe(202);
      expect((await upload(service, 'a', SHOP, bearer(environment.WAYMARK_READ_TOKEN))).status).toBe(403);
    } finally {
      await service.close();
    }
  }, 60_000);
});

/** A request as a browser sends it after a DNS rebinding: to this machine, under another name. */
async function rebound(port: number): Promise<string> {
  const { connect } = await import('node:net');
  const socket = connect(port, '127.0.0.1');
  socket.write('GET /v1/tokens HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n');
  let text = '';
  for await (const part of socket) text += String(part);
  return text;
}
