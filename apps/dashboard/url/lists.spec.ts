import { describe, expect, it } from '@jest/globals';
import { clustersHref, findingsHref, policiesHref } from './addresses';
import { clusterFilter, findingFilter, parseClusters, parseFindings, parsePolicies } from './lists';
import type { RawParams } from './search-params';

describe('the state of the lists', () => {
  it('comes back from its own address', () => {
    const policies = {
      name: 'deny',
      kind: 'AuthorizationPolicy',
      effect: 'DENY_NO_EFFECT',
      enforcer: 'NOBODY',
    } as const;
    expect(parsePolicies(paramsOf(policiesHref(policies)))).toMatchObject(policies);
    const findings = { severity: 'ERROR', state: 'ALL', cluster: 'prod-eu', order: 'FIRST_SEEN' } as const;
    expect(parseFindings(paramsOf(findingsHref(findings)))).toMatchObject(findings);
    const clusters = { label: 'cohort=prod', freshness: 'STALE', order: 'ERRORS' } as const;
    expect(parseClusters(paramsOf(clustersHref(clusters)))).toMatchObject(clusters);
  });

  it('shows open findings unless the address says otherwise', () => {
    expect(findingFilter(parseFindings({}))).toMatchObject({ state: 'OPEN' });
    expect(findingFilter(parseFindings({ state: 'FIXED' }))).toMatchObject({ state: 'FIXED' });
    expect(findingFilter(parseFindings({ state: 'ALL' })).state).toBeUndefined();
  });

  it('does not filter by what the address misspells', () => {
    expect(parsePolicies({ effect: 'EXPLODES', enforcer: 'me' })).toEqual({});
  });

  it('filters by a label once it has a key and a value, which may hold more equal signs', () => {
    expect(clusterFilter({ label: 'a=b=c' }).labels).toEqual([{ key: 'a', value: 'b=c' }]);
    expect(clusterFilter({ label: 'a=' }).labels).toEqual([{ key: 'a', value: '' }]);
    expect(clusterFilter({ label: 'cohort' }).labels).toBeUndefined();
  });
});

function paramsOf(href: string): RawParams {
  return Object.fromEntries(new URL(href, 'http://dashboard').searchParams);
}
