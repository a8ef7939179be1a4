import { describe, expect, it } from '@jest/globals';
import { wrongFields } from '../../testing/wrong-fields.js';

const TO = 'route: [{ destination: { host: a.b } }]';
const wrong = (spec: string): (string | null)[] => wrongFields('networking.istio.io/v1', 'VirtualService', spec);
const http = (route: string): (string | null)[] => wrong(`{ hosts: [a.b], http: [{ ${route} }] }`);

describe('an HTTP route of a VirtualService', () => {
  it.each([
    [`${TO}, redirect: { uri: /a }`, ['spec.http[0].route']],
    ['redirect: { uri: /a }, rewrite: { uri: /b }', ['spec.http[0].rewrite']],
    ['redirect: { uri: /a }, fault: { delay: { fixedDelay: 1s } }', ['spec.http[0].fault']],
    ['directResponse: { status: 503 }, rewrite: { uri: /b }', ['spec.http[0].rewrite']],
    [`${TO}, delegate: { name: a }`, ['spec.http[0].route']],
    [`${TO}, mirror: { host: a.b }, mirrors: [{ destination: { host: a.b } }]`, ['spec.http[0].mirrors']],
    ['route: []', ['spec.http[0].route']],
    [`${TO}, rewrite: { uri: /b }, fault: { abort: { httpStatus: 503 } }, mirror: { host: a.b }`, []],
    ['delegate: { name: a }', []],
    ['redirect: { authority: a.b }', []],
  ])('ends in one way: %s', (route, fields) => {
    expect(http(route)).toEqual(fields);
  });

  it.each([
    ['fault: {}', ['spec.http[0].fault']],
    ['fault: { abort: { httpStatus: 100 } }', ['spec.http[0].fault.abort.httpStatus']],
    ['fault: { abort: { http2Error: X } }', ['spec.http[0].fault.abort.http2Error']],
    ['fault: { delay: { exponentialDelay: 1s } }', ['spec.http[0].fault.delay.exponentialDelay']],
    ['fault: { delay: { fixedDelay: 1us } }', ['spec.http[0].fault.delay.fixedDelay']],
    ['fault: { delay: { percentage: { value: 101 }, fixedDelay: 1s } }', ['spec.http[0].fault.delay.percentage.value']],
    ['fault: { delay: { percentage: { value: 0.1 }, fixedDelay: 1m30.5s } }', []],
    ['mirror: { host: "*" }', ['spec.http[0].mirror.host']],
    ['mirrorPercentage: { value: -1 }, mirror: { host: a.b }', ['spec.http[0].mirrorPercentage.value']],
    ['corsPolicy: { allowOrigins: [{ exact: "" }] }', ['spec.http[0].corsPolicy.allowOrigins[0]']],
    ['corsPolicy: { allowOrigins: [{ regex: "(" }] }', ['spec.http[0].corsPolicy.allowOrigins[0].regex']],
    ['corsPolicy: { allowMethods: [get] }', ['spec.http[0].corsPolicy.allowMethods[0]']],
    ['corsPolicy: { exposeHeaders: ["a b"] }', ['spec.http[0].corsPolicy.exposeHeaders[0]']],
    [
      'corsPolicy: { allowOrigins: [{ prefix: a }], allowMethods: [GET, "*"], allowHeaders: ["*", x-a], maxAge: 24h }',
      [],
    ],
    ['retries: { perTryTimeout: 1s }', ['spec.http[0].retries.attempts']],
    ['retries: { attempts: 1, retryOn: "5xx,gateway-err" }', ['spec.http[0].retries.retryOn']],
    ['retries: { attempts: 1, retryOn: "5xx,503,reset-before-request" }', []],
    ['retries: { attempts: 0 }', []],
    ['rewrite: {}', ['spec.http[0].rewrite']],
    ['rewrite: { uri: /, uriRegexRewrite: { match: a, rewrite: b } }', ['spec.http[0].rewrite.uriRegexRewrite']],
    ['rewrite: { uriRegexRewrite: { match: "(", rewrite: b } }', ['spec.http[0].rewrite.uriRegexRewrite.match']],
    [
      'rewrite: { authority: a.b }, headers: { request: { set: { Host: c } } }',
      ['spec.http[0].headers.request.set.Host'],
    ],
    ['headers: { request: { set: { Host: c, x-a: b } } }', []],
    ['headers: { response: { set: { ":status": "200" } } }', ['spec.http[0].headers.response.set[":status"]']],
    ['headers: { request: { remove: [host] } }', ['spec.http[0].headers.request.remove[0]']],
    ['timeout: 0s', ['spec.http[0].timeout']],
    ['timeout: 1.5s', []],
  ])('has actions that Istio takes: %s', (action, fields) => {
    expect(http(`${TO}, ${action}`)).toEqual(fields);
  });

  it.each([
    ['redirect: {}', ['spec.http[0].redirect']],
    ['redirect: { uri: /a, redirectCode: 200 }', ['spec.http[0].redirect.redirectCode']],
    ['redirect: { scheme: ftp }', ['spec.http[0].redirect.scheme']],
    ['redirect: { derivePort: FROM_REQUEST_PORT, redirectCode: 308 }', []],
    ['directResponse: { status: 0 }', ['spec.http[0].directResponse.status']],
  ])('answers as HTTP does: %s', (end, fields) => {
    expect(http(end)).toEqual(fields);
  });

  it.each([
    ['uri: { prefix: "" }', []],
    ['authority: { prefix: "" }', ['spec.http[0].match[0].authority.prefix']],
    ['withoutHeaders: { x-a: { regex: "*" } }', []],
    ['headers: { x-a: { regex: "*" } }', ['spec.http[0].match[0].headers.x-a.regex']],
    ['headers: { "x a": { exact: b } }', ['spec.http[0].match[0].headers["x a"]']],
    ['headers: { ":method": { exact: GET }, "@request.auth.claims[a]": { exact: b } }', []],
    ['port: 70000', ['spec.http[0].match[0].port']],
    ['sourceNamespace: Shop', ['spec.http[0].match[0].sourceNamespace']],
    ['gateways: [a/b/c]', ['spec.http[0].match[0].gateways[0]']],
    ['gateways: [mesh, shop/gateway, gateway.shop.svc]', []],
  ])('matches what Istio can: %s', (match, fields) => {
    expect(http(`match: [{ ${match} }], ${TO}`)).toEqual(fields);
  });
});

describe('a VirtualService', () => {
  it('has hosts of which none covers another', () => {
    expect(wrong(`{ hosts: [a.b, "*.b"], http: [{ ${TO} }] }`)).toEqual(['spec.hosts[1]']);
    expect(wrong(`{ hosts: ["*.a.b", a.b, c.b], http: [{ ${TO} }] }`)).toEqual([]);
  });

  it('has no delegates where it is one', () => {
    expect(wrong('{ http: [{ delegate: { name: a } }] }')).toContain('spec.http[0].delegate');
    expect(wrong(`{ http: [{ ${TO} }] }`)).toEqual([]);
  });

  it.each([
    [`match: [{ sniHosts: [a.b] }], ${TO}`, []],
    [`match: [{ sniHosts: [x.a.b] }], ${TO}`, ['spec.tls[0].match[0].sniHosts[0]']],
    [`match: [{ sniHosts: [] }], ${TO}`, ['spec.tls[0].match[0].sniHosts']],
    [TO, ['spec.tls[0].match']],
  ])('routes TLS by names among its hosts: %s', (route, fields) => {
    expect(wrong(`{ hosts: [a.b], tls: [{ ${route} }] }`)).toEqual(fields);
    expect(wrong(`{ hosts: ["*.a.b"], tls: [{ match: [{ sniHosts: [x.a.b, "*.x.a.b"] }], ${TO} }] }`)).toEqual([]);
  });

  it('routes TCP by addresses', () => {
    const tcp = (match: string): (string | null)[] =>
      wrong(`{ hosts: [a.b], tcp: [{ match: [{ ${match} }], ${TO} }] }`);
    expect(tcp('destinationSubnets: [10.0.0.0/8, 10.1.1.1], port: 80')).toEqual([]);
    expect(tcp('destinationSubnets: [10.0.0.0/99]')).toEqual(['spec.tcp[0].match[0].destinationSubnets[0]']);
  });
});
