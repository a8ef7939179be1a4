import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readRequest } from './read-request.js';

const read = (written: Record<string, unknown>) =>
  readRequest({ from: 'web/client', to: 'reviews.shop:80', ...written });

describe('a request as people write it', () => {
  it.each([
    ['web/client', { kind: 'WORKLOAD', namespace: 'web', name: 'client' }],
    ['pod:web/client-0', { kind: 'POD', namespace: 'web', name: 'client-0' }],
    ['Deployment:web/client', { kind: 'WORKLOAD', namespace: 'web', name: 'client', ownerKind: 'Deployment' }],
    ['sa:web/client', { kind: 'SERVICE_ACCOUNT', namespace: 'web', name: 'client' }],
    ['gateway:ingress/public', { kind: 'INGRESS', namespace: 'ingress', name: 'public' }],
    ['192.0.2.1', { kind: 'EXTERNAL', ip: '192.0.2.1' }],
    ['2001:db8::1', { kind: 'EXTERNAL', ip: '2001:db8::1' }],
  ])('comes from %s', (from, source) => {
    expect(read({ from })).toMatchObject({ ok: true, value: { source } });
  });

  it.each([
    ['reviews.shop:80', { kind: 'HOST', host: 'reviews.shop', port: 80 }, 'reviews.shop', '/'],
    ['reviews.shop:http', { kind: 'HOST', host: 'reviews.shop', port: 'http' }, 'reviews.shop', '/'],
    ['reviews.shop:9080', { kind: 'HOST', host: 'reviews.shop', port: 9080 }, 'reviews.shop:9080', '/'],
    ['[::1]:80', { kind: 'HOST', host: '::1', port: 80 }, '[::1]', '/'],
    ['http://reviews.shop/a?b', { kind: 'HOST', host: 'reviews.shop', port: 80 }, 'reviews.shop', '/a?b'],
    ['http://reviews.shop:81?b', { kind: 'HOST', host: 'reviews.shop', port: 81 }, 'reviews.shop:81', '/?b'],
    ['service:shop/reviews:80', { kind: 'SERVICE', namespace: 'shop', name: 'reviews', port: 80 }, 'reviews.shop', '/'],
    [
      'pod:shop/reviews-1:8080',
      { kind: 'POD', namespace: 'shop', name: 'reviews-1', port: 8080 },
      'reviews-1:8080',
      '/',
    ],
  ])('goes to %s', (to, destination, host, path) => {
    expect(read({ to })).toMatchObject({ ok: true, value: { destination, http: { method: 'GET', host, path } } });
  });

  it('sends claims as the bearer token, and says where a token with a text of its own stands', () => {
    const claims = { iss: 'a', sub: 'b' };
    expect(read({ tokens: [claims] })).toMatchObject({
      value: {
        http: {
          headers: { authorization: 'Bearer header.claims0.signature' },
          tokens: [{ text: 'header.claims0.signature', claims, valid: true }],
        },
      },
    });
    const placed = read({ headers: { 'x-jwt': 'a.b.c' }, tokens: [{ text: 'a.b.c', claims, valid: false }] });
    expect(placed).toMatchObject({ value: { http: { headers: { 'x-jwt': 'a.b.c' }, tokens: [{ valid: false }] } } });
  });

  it('may be bytes', () => {
    expect(read({ tcp: true })).toMatchObject({ ok: true, value: { http: null } });
  });

  it.each<[Record<string, unknown>, string]>([
    [{ from: 'client' }, 'not client.'],
    [{ from: 'node:a/b' }, 'not node:a/b.'],
    [{ from: 7 }, 'from is NAMESPACE/NAME'],
    [{ to: 'reviews.shop' }, 'not reviews.shop.'],
    [{ to: 'reviews.shop:70000' }, 'not reviews.shop:70000.'],
    [{ to: 'pod:reviews:80' }, 'not pod:reviews:80.'],
    [{ tcp: 'yes' }, 'tcp is true'],
    [{ tcp: true, path: '/x' }, 'path needs HTTP'],
    [{ tcp: true, to: 'http://a.b' }, 'http:// needs HTTP'],
    [{ path: 'x' }, 'path begins with /, unlike x.'],
    [{ method: '' }, 'method is text'],
    [{ headers: { a: 1 } }, 'headers is an object of texts'],
    [{ tokens: {} }, 'tokens is a list'],
    [{ tokens: ['a.b.c'] }, 'A token is an object of claims'],
    [{ tokens: [{ claims: 1 }] }, 'A token is {"claims"'],
    [{ paht: '/' }, 'paht is no part of a request. Parts are from, to,'],
  ])('is refused with a sentence: %j', (written, sentence) => {
    const refused = read(written);
    expect(refused).toMatchObject({ ok: false, problem: expect.stringContaining(sentence) });
  });

  it('is read or refused, whatever it holds', () => {
    const part = fc.oneof(fc.anything(), fc.constantFrom('a/b', 'a:1', '[', '[:]:1', 'http://', '__proto__'));
    const written = fc.record({ from: part, to: part, path: part, headers: part, tokens: part }, { requiredKeys: [] });
    fc.assert(
      fc.property(fc.oneof(written, fc.anything()), (request) => {
        expect(readRequest(request)).toMatchObject({ ok: expect.any(Boolean) });
      }),
      { numRuns: 2_000, seed: 5 },
    );
  });
});
