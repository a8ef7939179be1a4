import { describe, expect, it } from '@jest/globals';
import type { AuthorizationPolicy } from '../model/policy.js';
import { authorizationPolicy, modelOf } from '../testing/index.js';
import { ztunnelOutcome } from './effect.js';

const policyOf = (spec: Readonly<Record<string, unknown>>) =>
  modelOf([authorizationPolicy('shop/policy', spec)]).policies[0] as AuthorizationPolicy;

const outcome = (action: 'ALLOW' | 'DENY', rules: object[]) => {
  const { effect, rules: outcomes } = ztunnelOutcome(policyOf({ action, rules }));
  return [effect, ...outcomes.map((rule) => rule.effect)];
};
const to = (...operations: object[]) => ({ to: operations.map((operation) => ({ operation })) });
const from = (...sources: object[]) => ({ from: sources.map((source) => ({ source })) });
const when = (key: string, values: string[] = ['x']) => ({ when: [{ key, values }] });

describe('the effect of an ALLOW policy at ztunnel (semantics 4.5)', () => {
  it.each([
    ['without rules denies everything', [], ['ALLOW_DENIES_ALL']],
    ['with the empty rule allows everything', [{}], ['AS_WRITTEN', 'AS_WRITTEN']],
    ['of pure L4 is as written', [from({ principals: ['*'] })], ['AS_WRITTEN', 'AS_WRITTEN']],
    ['of HTTP alone denies everything', [to({ methods: ['GET'] })], ['ALLOW_DENIES_ALL', 'DROPPED']],
    [
      'with one HTTP rule of two loses that rule',
      [to({ methods: ['GET'] }), to({ ports: ['80'] })],
      ['ALLOW_RULES_DROPPED', 'DROPPED', 'AS_WRITTEN'],
    ],
    [
      'loses a rule for one HTTP alternative beside an L4 one',
      [to({ ports: ['80'] }, { paths: ['/x'] })],
      ['ALLOW_DENIES_ALL', 'DROPPED'],
    ],
    ['loses a rule that mixes L4 and HTTP', [to({ ports: ['80'], paths: ['/'] })], ['ALLOW_DENIES_ALL', 'DROPPED']],
    [
      'with remoteIpBlocks denies everything',
      [from({ remoteIpBlocks: ['10.0.0.1'] })],
      ['ALLOW_DENIES_ALL', 'DROPPED'],
    ],
    [
      'with when source.serviceAccount denies everything',
      [when('source.serviceAccount')],
      ['ALLOW_DENIES_ALL', 'DROPPED'],
    ],
    ['with when source.ip is as written', [when('source.ip', ['10.0.0.1'])], ['AS_WRITTEN', 'AS_WRITTEN']],
    ['with trustDomains alone denies everything', [from({ trustDomains: ['a'] })], ['ALLOW_DENIES_ALL', 'DEAD']],
    [
      'with trustDomains beside namespaces admits more than written',
      [from({ trustDomains: ['a'], namespaces: ['b'] })],
      ['ALLOW_WIDENED', 'WIDENED'],
    ],
    [
      'with notTrustDomains beside namespaces admits more than written',
      [from({ notTrustDomains: ['a'], namespaces: ['b'] })],
      ['ALLOW_WIDENED', 'WIDENED'],
    ],
    [
      'of addresses that do not parse denies everything',
      [from({ ipBlocks: ['10.0.0.300'] })],
      ['ALLOW_DENIES_ALL', 'DEAD'],
    ],
    [
      'with an unparsable address beside a principal admits more than written',
      [from({ ipBlocks: ['10.0'], principals: ['*'] })],
      ['ALLOW_WIDENED', 'WIDENED'],
    ],
    [
      'keeps a list of which one value parses',
      [from({ ipBlocks: ['10.0', '10.0.0.1'] })],
      ['AS_WRITTEN', 'AS_WRITTEN'],
    ],
  ])('%s', (_name, rules, expected) => {
    expect(outcome('ALLOW', rules)).toEqual(expected);
  });
});

describe('the effect of a DENY policy at ztunnel (semantics 4.5)', () => {
  it.each([
    ['without rules denies nothing', [], ['DENY_NO_EFFECT']],
    ['with the empty rule denies everything', [{}], ['AS_WRITTEN', 'AS_WRITTEN']],
    ['of pure L4 is as written', [from({ namespaces: ['dev'] })], ['AS_WRITTEN', 'AS_WRITTEN']],
    ['of HTTP alone denies nothing', [to({ methods: ['DELETE'] })], ['DENY_NO_EFFECT', 'DEAD']],
    [
      'of an HTTP clause beside an L4 clause denies nothing',
      [{ ...to({ methods: ['DELETE'] }), ...from({ principals: ['*'] }) }],
      ['DENY_NO_EFFECT', 'DEAD'],
    ],
    [
      'with a method beside a port denies every request to the port',
      [to({ methods: ['DELETE'], ports: ['8080'] })],
      ['DENY_WIDENED', 'WIDENED'],
    ],
    [
      'with an HTTP alternative beside an L4 one loses the HTTP one',
      [to({ methods: ['DELETE'] }, { ports: ['8080'] })],
      ['DENY_PARTIAL', 'PARTIAL'],
    ],
    [
      'with one dead rule of two keeps the other',
      [to({ paths: ['/admin'] }), from({ namespaces: ['dev'] })],
      ['DENY_PARTIAL', 'DEAD', 'AS_WRITTEN'],
    ],
    [
      'that both loses and widens is called partial, because it fails open',
      [to({ paths: ['/a'], ports: ['80'] }, { paths: ['/b'] })],
      ['DENY_PARTIAL', 'PARTIAL'],
    ],
    ['with a when key outside L4 denies nothing', [when('request.headers[x]')], ['DENY_NO_EFFECT', 'DEAD']],
    ['with when source.trustDomain denies nothing', [when('source.trustDomain')], ['DENY_NO_EFFECT', 'DEAD']],
    ['with trustDomains alone denies nothing', [from({ trustDomains: ['a'] })], ['DENY_NO_EFFECT', 'DEAD']],
    [
      'with trustDomains beside namespaces denies more than written',
      [from({ trustDomains: ['a'], namespaces: ['b'] })],
      ['DENY_WIDENED', 'WIDENED'],
    ],
    ['with a when key like a prototype property denies nothing', [when('constructor')], ['DENY_NO_EFFECT', 'DEAD']],
    ['with a when key named like a field denies nothing', [when('ports', ['80'])], ['DENY_NO_EFFECT', 'DEAD']],
  ])('%s', (_name, rules, expected) => {
    expect(outcome('DENY', rules)).toEqual(expected);
  });

  it('names the fields that killed a rule', () => {
    const { rules } = ztunnelOutcome(policyOf({ action: 'DENY', rules: [to({ methods: ['GET'] })] }));
    expect(rules[0]?.culprits.map(({ path }) => path.join('.'))).toEqual(['spec.rules.0.to.0.operation.methods']);
  });
});
