import { once } from 'node:events';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Problem, problemSchema } from '@waymark/contract';
import { forEachDatabase } from '@waymark/store/testing';
import { SHOP } from './manifests.js';
import { call, graphql, gzipped, post, type Service, startService } from './service.js';

type Body = string | Uint8Array<ArrayBuffer>;

const MEBIBYTE = 1024 * 1024;
/** 310 MiB of zeros. */
const GZIP_BOMB = gzipped(new Uint8Array(310 * MEBIBYTE));
const PATIENCE_MS = 60_000;
const nested = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
const object = (spec: string): string =>
  `{"apiVersion":"security.istio.io/v1","kind":"AuthorizationPolicy","metadata":{"name":"a","namespace":"b"},"spec":${spec}}`;
const JSON_TYPE = { 'content-type': 'application/json' };
const GZIP = { 'content-encoding': 'gzip' };
const tarHeader = (): Uint8Array<ArrayBuffer> => {
  const header = new Uint8Array(512);
  const write = (text: string, at: number) => header.set(Buffer.from(text), at);
  write('shop.yaml', 0);
  write('00000010000\0', 124);
  write('0', 156);
  write('        ', 148);
  const sum = header.reduce((total, byte) => total + byte, 0);
  write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
};

const CASES: readonly [what: string, body: Body, headers: Record<string, string>, status: number, code: string][] = [
  ['an empty body', '', {}, 400, 'EMPTY_BODY'],
  ['an empty body in gzip', gzipped(''), GZIP, 400, 'EMPTY_BODY'],
  ['a form', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ['plain text, which a web page may send', SHOP, { 'content-type': 'text/plain' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ['brotli', SHOP, { 'content-encoding': 'br' }, 415, 'UNSUPPORTED_CONTENT_ENCODING'],
  ['a truncated gzip', gzipped(SHOP).slice(0, -20), GZIP, 400, 'CORRUPT_COMPRESSION'],
  ['a gzip that is none', SHOP, GZIP, 400, 'CORRUPT_COMPRESSION'],
  ['a gzip bomb', GZIP_BOMB, GZIP, 413, 'DECOMPRESSED_BODY_TOO_LARGE'],
  ['a truncated tar', tarHeader(), { 'content-type': 'application/x-tar' }, 422, 'DAMAGED_ARCHIVE'],
  ['invalid UTF-8', new Uint8Array([...Buffer.from(SHOP), 0xc3, 0x28]), {}, 422, 'INVALID_ENCODING'],
  ['200 levels of JSON', object(nested(200)), JSON_TYPE, 422, 'TOO_DEEP'],
  ['200 levels of YAML', `a: ${'['.repeat(200)}${']'.repeat(200)}`, {}, 422, 'TOO_DEEP'],
  ['a __proto__ key in JSON', object('{"__proto__":{"action":"DENY"}}'), JSON_TYPE, 422, 'FORBIDDEN_KEY'],
  ['a __proto__ key in disguise', object('{"\\u005f_proto__":{}}'), JSON_TYPE, 422, 'FORBIDDEN_KEY'],
  ['a __proto__ key in YAML', `${SHOP}\n---\n${object('{"__proto__": {}}')}`, {}, 422, 'FORBIDDEN_KEY'],
  ['a __proto__ key of a whole object', `{"__proto__":1,${object('{}').slice(1)}`, JSON_TYPE, 422, 'FORBIDDEN_KEY'],
  ['an object twice', `${SHOP}\n---\n${SHOP}`, {}, 422, 'DUPLICATE_OBJECT'],
  ['a key twice', 'apiVersion: v1\nkind: Namespace\nkind: Service\nmetadata: { name: a }', {}, 422, 'DUPLICATE_KEY'],
  ['an alias bomb', aliasBomb(), {}, 422, 'TOO_MANY_ALIASES'],
  ['nothing that is known', 'just: text', {}, 422, 'NOTHING_TO_ANALYSE'],
];

function aliasBomb(): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level < 9; level++) {
    lines.push(
      `a${level}: &a${level} [${Array(10)
        .fill(`*a${level - 1}`)
        .join(', ')}]`,
    );
  }
  return lines.join('\n');
}

const QUERIES: readonly [what: string, path: string, code: string][] = [
  ['an unknown parameter', 'good/snapshots?colour=red', 'INVALID_QUERY'],
  ['a parameter twice', 'good/snapshots?ref=a&ref=b', 'INVALID_QUERY'],
  ['a time that is none', 'good/snapshots?capturedAt=yesterday', 'INVALID_QUERY'],
  ['a commit that is none', 'good/snapshots?commit=HEAD', 'INVALID_QUERY'],
  ['a version that is none', 'good/snapshots?istioVersion=latest', 'INVALID_QUERY'],
  ['a prototype key', 'good/snapshots?__proto__=1', 'INVALID_QUERY'],
  ['a cluster name in capitals', 'PROD/snapshots', 'INVALID_CLUSTER_NAME'],
  ['a cluster name with a space', 'a%20b/snapshots', 'INVALID_CLUSTER_NAME'],
  ['a cluster name with a slash', '..%2Fb/snapshots', 'INVALID_CLUSTER_NAME'],
  ['a cluster name that is too long', `${'a'.repeat(64)}/snapshots`, 'INVALID_CLUSTER_NAME'],
  ['a broken % sign', 'a%zz/snapshots', 'INVALID_REQUEST'],
];

forEachDatabase((open) => {
  let service: Service;
  beforeAll(async () => {
    service = await startService(await open());
  }, PATIENCE_MS);
  afterAll(() => service.close());

  const clusters = async (): Promise<number> =>
    (await graphql<{ clusters: { totalCount: number } }>(service, '{ clusters(first: 1) { totalCount } }')).body.data
      .clusters.totalCount;

  const expectProblem = async ({ status, headers, body }: Awaited<ReturnType<typeof call<Problem>>>) => {
    expect(problemSchema.parse(body)).toEqual(body);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(headers.get('x-request-id')).toBe(body.requestId);
    expect(body.status).toBe(status);
    expect(await clusters()).toBe(0);
    expect((await call(`${service.url}/readyz`)).status).toBe(200);
  };

  describe.each(['/v1/clusters/good/snapshots', '/v1/analyses'])('POST %s', (path) => {
    it.each(CASES)(
      'refuses %s',
      async (_, body, headers, status, code) => {
        const answer = await post<Problem>(service.url + path, body, headers);
        expect([answer.status, answer.body.code]).toEqual([status, code]);
        await expectProblem(answer);
      },
      PATIENCE_MS,
    );
  });

  it('refuses to store a string that the database cannot hold', async () => {
    const body = object('{"action":"\\u0000"}');
    const answer = await post<Problem>(`${service.url}/v1/clusters/good/snapshots`, body, JSON_TYPE);
    expect([answer.status, answer.body.code]).toEqual([422, 'INVALID_ENCODING']);
    await expectProblem(answer);
  });

  it.each(QUERIES)('refuses %s', async (_, path, code) => {
    const answer = await post<Problem>(`${service.url}/v1/clusters/${path}`, SHOP);
    expect([answer.status, answer.body.code]).toEqual([400, code]);
    await expectProblem(answer);
  });

  it('refuses an Idempotency-Key that no header should hold', async () => {
    const answer = await post<Problem>(`${service.url}/v1/clusters/good/snapshots`, SHOP, { 'idempotency-key': 'a b' });
    expect([answer.status, answer.body.code]).toEqual([400, 'INVALID_REQUEST']);
    await expectProblem(answer);
  });

  it.each([
    ['GET', '/v1/clusters/good/snapshots', 'POST'],
    ['DELETE', '/v1/snapshots/some', 'GET'],
    ['PATCH', '/v1/tokens', 'GET, POST'],
    ['POST', '/livez', 'GET'],
  ])('answers %s %s with the methods that are allowed', async (method, path, allowed) => {
    const answer = await call<Problem>(service.url + path, { method });
    expect([answer.status, answer.body.code]).toEqual([405, 'METHOD_NOT_ALLOWED']);
    expect(answer.headers.get('allow')).toBe(allowed);
    await expectProblem(answer);
  });

  it('answers 404 where there is nothing', async () => {
    const answer = await call<Problem>(`${service.url}/v2/nothing`);
    expect([answer.status, answer.body.code]).toEqual([404, 'NOT_FOUND']);
    await expectProblem(answer);
  });

  it(
    'cuts a stream of 1 GB early, and answers it',
    async () => {
      const { status, code, sentBytes } = await stream(`${service.url}/v1/clusters/good/snapshots`, 1024);
      expect([status, code]).toEqual([413, 'BODY_TOO_LARGE']);
      expect(sentBytes).toBeLessThan(300 * MEBIBYTE);
      expect(await clusters()).toBe(0);
    },
    PATIENCE_MS,
  );

  it('refuses a body that says beforehand that it is too large', async () => {
    const outgoing = request(`${service.url}/v1/clusters/good/snapshots`, {
      method: 'POST',
      headers: { 'content-type': 'application/yaml', 'content-length': String(2 ** 30) },
    });
    outgoing.flushHeaders();
    const [response] = await once(outgoing, 'response');
    expect(response.statusCode).toBe(413);
    outgoing.destroy();
  });

  it('stores nothing of a body whose sender leaves in the middle', async () => {
    const outgoing = request(`${service.url}/v1/clusters/good/snapshots`, {
      method: 'POST',
      headers: { 'content-type': 'application/yaml', 'content-length': '100000' },
    });
    outgoing.on('error', () => undefined);
    outgoing.write(SHOP);
    await new Promise((resolve) => setTimeout(resolve, 100));
    outgoing.destroy();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await clusters()).toBe(0);
  });
});

/** Sends `mebibytes` in chunks until it is answered or cut off. */
async function stream(url: string, mebibytes: number) {
  const chunk = Buffer.alloc(MEBIBYTE, '# a comment\n');
  const outgoing = request(url, { method: 'POST', headers: { 'content-type': 'application/yaml' } });
  let sentBytes = 0;
  let stopped = false;
  outgoing.on('error', () => (stopped = true));
  outgoing.on('close', () => (stopped = true));
  const answered = once(outgoing, 'response');
  answered.catch(() => undefined).finally(() => (stopped = true));
  for (let sent = 0; sent < mebibytes && !stopped; sent++) {
    if (!outgoing.write(chunk)) await Promise.race([once(outgoing, 'drain').catch(() => undefined), answered]);
    sentBytes += chunk.length;
  }
  const [response] = await answered;
  let text = '';
  for await (const part of response) text += String(part);
  outgoing.destroy();
  return { status: response.statusCode as number, code: (JSON.parse(text) as Problem).code, sentBytes };
}
