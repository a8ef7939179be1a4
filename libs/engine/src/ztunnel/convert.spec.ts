import { describe, expect, it } from '@jest/globals';
import type { AuthorizationPolicy } from '../model/policy.js';
import { authorizationPolicy, modelOf } from '../testing/index.js';
import { convertAuthorizationPolicy } from './convert.js';

interface Given {
  readonly namespace?: string;
  readonly dryRun?: boolean;
  readonly [specField: string]: unknown;
}

function convert({ namespace = 'shop', dryRun = false, ...spec }: Given) {
  const annotations: Record<string, string> = dryRun ? { 'istio.io/dry-run': 'true' } : {};
  const model = modelOf([authorizationPolicy(`${namespace}/policy`, spec, { annotations })]);
  return convertAuthorizationPolicy(model.policies[0] as AuthorizationPolicy, model);
}

const rulesOf = (given: Given) => convert(given)?.rules;

describe('what istiod sends to ztunnel', () => {
  it('is nothing for targetRefs, dry run, AUDIT and CUSTOM', () => {
    const ref = { group: '', kind: 'Service', name: 'cart', namespace: '' };
    expect(convert({ targetRefs: [ref] })).toBeNull();
    expect(convert({ dryRun: true })).toBeNull();
    expect(convert({ action: 'AUDIT' })).toBeNull();
    expect(convert({ action: 'CUSTOM', provider: { name: 'opa' } })).toBeNull();
  });

  it('has the scope of the selector and the namespace, even for an empty selector', () => {
    expect(convert({ selector: {} })?.scope).toBe('WORKLOAD_SELECTOR');
    expect(convert({})?.scope).toBe('NAMESPACE');
    expect(convert({ namespace: 'istio-system' })?.scope).toBe('GLOBAL');
  });

  it('puts to before from before each when, with one match for each alternative', () => {
    const rule = {
      from: [{ source: { notIpBlocks: ['10.21.0.11', '10.21.0.0/24'] } }, { source: { principals: ['a/*'] } }],
      to: [{ operation: { ports: ['8000', '80'] } }],
      when: [{ key: 'destination.port', values: ['1'], notValues: ['2'] }],
    };
    expect(rulesOf({ action: 'DENY', rules: [rule] })).toEqual([
      [
        [{ destinationPorts: [8000, 80] }],
        [{ notSourceIps: ['10.21.0.11/32', '10.21.0.0/24'] }, { principals: [{ prefix: 'a/' }] }],
        [{ destinationPorts: [1], notDestinationPorts: [2] }],
      ],
    ]);
  });

  it('leaves HTTP rules out of an ALLOW, and HTTP fields out of a DENY', () => {
    const rules = [{ to: [{ operation: { methods: ['GET'], ports: ['80'] } }, { operation: { paths: ['/x'] } }] }];
    expect(rulesOf({ action: 'ALLOW', rules })).toEqual([]);
    expect(rulesOf({ action: 'DENY', rules })).toEqual([[[{ destinationPorts: [80] }, {}]]]);
  });

  it('keeps the rule without clauses, which matches everything', () => {
    expect(rulesOf({ rules: [{}] })).toEqual([[]]);
  });

  it.each([
    ['*', { presence: true }],
    ['*/ns/a/*', { suffix: '/ns/a/*' }],
    ['td/ns/*', { prefix: 'td/ns/' }],
    ['w*b', { exact: 'w*b' }],
  ])('writes the principal %s as %j', (value, match) => {
    const rules = [{ from: [{ source: { principals: [value] } }] }];
    expect(rulesOf({ rules })).toEqual([[[{ principals: [match] }]]]);
  });

  it("takes a service account without a slash from the policy's namespace", () => {
    const rules = [{ from: [{ source: { serviceAccounts: ['cart', 'pay/api'] } }] }];
    expect(rulesOf({ namespace: 'istio-system', rules })).toEqual([
      [
        [
          {
            serviceAccounts: [
              { namespace: 'istio-system', serviceAccount: 'cart' },
              { namespace: 'pay', serviceAccount: 'api' },
            ],
          },
        ],
      ],
    ]);
  });

  it('leaves out ports and addresses that Go does not parse', () => {
    const rules = [
      {
        to: [{ operation: { ports: ['+80', '65536', '080', '0'] } }],
        from: [{ source: { ipBlocks: ['10.0.0.01', '10.0', '10.0.0.0/33', '::/0', 'fd00::1'] } }],
      },
    ];
    expect(rulesOf({ rules })).toEqual([[[{ destinationPorts: [80, 0] }], [{ sourceIps: ['::/0', 'fd00::1/128'] }]]]);
  });
});
