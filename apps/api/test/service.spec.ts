import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ERROR_CODES } from '@waymark/contract';
import type { Database } from '@waymark/store';
import { forEachDatabase } from '@waymark/store/testing';
import { type openApiDocument } from '../src/openapi/document.js';
import { SHOP } from './manifests.js';
import { call, type Service, startService, upload } from './service.js';

const source = new URL('../src/', import.meta.url);

/** Method and path of every route that a controller declares, as OpenAPI spells it. */
function declaredRoutes(): string[] {
  const controllers = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.controller.ts'),
  );
  return controllers.flatMap((file) => {
    const text = readFileSync(new URL(file, source), 'utf8');
    const base = /@Controller\((?:'([^']*)')?\)/.exec(text)?.[1] ?? '';
    const routes = text.matchAll(/@(Get|Post|Put|Patch|Delete|Options|Head|All)\((?:'([^']*)')?\)/g);
    return [...routes].map(([, method = '', path = '']) => {
      const full = `/${[base, path].filter(Boolean).join('/')}`.replaceAll(/:(\w+)/g, '{$1}');
      return `${method.toLowerCase()} ${full}`;
    });
  });
}

forEachDatabase((open) => {
  let database: Database;
  let service: Service;
  beforeAll(async () => {
    database = await open();
    service = await startService(database);
  }, 60_000);
  afterAll(() => service.close());

  it('says that it lives, that it is ready, and what it is', async () => {
    expect(await call(`${service.url}/livez`)).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await call(`${service.url}/readyz`)).toMatchObject({ status: 200, body: { database: 'ok', queue: 'ok' } });
    expect(await call(`${service.url}/version`)).toMatchObject({
      body: { name: 'waymark', version: expect.stringMatching(/^\d/) },
    });
  });

  describe('the OpenAPI document', () => {
    let document: typeof openApiDocument;
    beforeAll(async () => {
      document = (await call<typeof openApiDocument>(`${service.url}/openapi.json`)).body;
    });

    it('has every route that a controller has, and no other', () => {
      const described = Object.entries(document.paths).flatMap(([path, methods]) =>
        Object.keys(methods).map((method) => `${method} ${path}`),
      );
      expect(declaredRoutes().length).toBeGreaterThan(8);
      expect(described.sort()).toEqual(declaredRoutes().sort());
    });

    it('refers to nothing that it does not hold', () => {
      const names = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, name = '']) => name);
      expect(names.length).toBeGreaterThan(20);
      const held = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
      expect(names.filter((name) => !held.includes(name))).toEqual([]);
    });

    it('lists every error code', () => {
      expect(document.components.schemas).toMatchObject({
        Problem: { properties: { code: { enum: [...ERROR_CODES] } } },
      });
    });
  });

  it("gives every request an id, the caller's when it is well formed, and logs it", async () => {
    const given = await call(`${service.url}/livez`, { headers: { 'x-request-id': 'from-ci.42' } });
    expect(given.headers.get('x-request-id')).toBe('from-ci.42');
    const forged = await call(`${service.url}/livez`, { headers: { 'x-request-id': 'a"b{}' } });
    expect(forged.headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
    const line = service.log
      .map((each) => JSON.parse(each) as object)
      .find((each) => 'requestId' in each && each.requestId === 'from-ci.42');
    expect(line).toMatchObject({ level: 'info', method: 'GET', path: '/livez', status: 200 });
  });

  it('keeps answering while it reads and analyses a large snapshot', async () => {
    const many = Array.from({ length: 5000 }, (_, at) => SHOP.replaceAll('shop', `shop-${at}`))
      .slice(0, 1500)
      .join('\n---\n');
    const uploading = upload(service, 'large', many);
    let longestMs = 0;
    let done = false;
    uploading.finally(() => (done = true)).catch(() => undefined);
    while (!done) {
      const startedAt = performance.now();
      await call(`${service.url}/livez`);
      longestMs = Math.max(longestMs, performance.now() - startedAt);
    }
    expect((await uploading).body.objectCount).toBe(7500);
    // The embedded database runs in this process, and its large writes hold everything up (docs/adr/0002).
    if (database.kind === 'postgresql') expect(longestMs).toBeLessThan(3000);
  }, 60_000);
});
