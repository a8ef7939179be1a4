import { describe, expect, it } from '@jest/globals';
import { authorizationPolicy, modelOf, namespace, service, waypoint } from '../testing/index.js';
import { policyConditions } from './policy-status.js';

const SERVICE = { group: '', kind: 'Service', name: 'cart' };
const LOOSE = { group: '', kind: 'Service', name: 'loose' };
const GONE = { group: '', kind: 'Service', name: 'gone' };
const CLASS = { group: 'gateway.networking.k8s.io', kind: 'GatewayClass', name: 'istio-waypoint' };
const HTTP = [{ to: [{ operation: { methods: ['GET'] } }] }];

function conditionsOf(spec: Readonly<Record<string, unknown>>, dryRun = false, istioVersion = '1.31') {
  const annotations: Record<string, string> = dryRun ? { 'istio.io/dry-run': 'true' } : {};
  const cluster = [
    namespace('shop'),
    service('shop/cart', { waypoint: 'waypoint' }),
    service('shop/loose'),
    waypoint('shop/waypoint'),
  ];
  const model = modelOf([...cluster, authorizationPolicy('shop/policy', spec, { annotations })], { istioVersion });
  return [...policyConditions(model).values()].flat().map(({ type, status, reason }) => `${type} ${status} ${reason}`);
}

describe('the conditions of an AuthorizationPolicy (semantics 3.9)', () => {
  it.each([
    ['L4 alone', {}, ['ZtunnelAccepted True Accepted']],
    ['HTTP at ztunnel', { rules: HTTP }, ['ZtunnelAccepted True UnsupportedValue']],
    ['AUDIT', { action: 'AUDIT' }, ['ZtunnelAccepted False UnsupportedValue']],
    ['a bound service', { targetRefs: [SERVICE] }, ['WaypointAccepted True Accepted']],
    ['an unbound service', { targetRefs: [LOOSE] }, ['WaypointAccepted False AncestorNotBound']],
    ['a missing service', { targetRefs: [GONE] }, ['WaypointAccepted False TargetNotFound']],
    ['a class outside the root', { targetRefs: [CLASS] }, ['WaypointAccepted False Invalid']],
    ['some that fail', { targetRefs: [SERVICE, GONE] }, ['WaypointAccepted True PartiallyInvalid']],
    ['all that fail', { targetRefs: [LOOSE, GONE] }, ['WaypointAccepted False Invalid']],
    ['a kind that it does not know', { targetRefs: [{ ...SERVICE, kind: 'Pod' }] }, ['WaypointAccepted False unknown']],
  ])('%s', (_what, spec, expected) => {
    expect(conditionsOf(spec)).toEqual(expected);
  });

  it('speak of dry run even for targetRefs, since 1.29', () => {
    const expected = ['WaypointAccepted True Accepted', 'ZtunnelAccepted False UnsupportedValue'];
    expect(conditionsOf({ targetRefs: [SERVICE] }, true)).toEqual(expected);
    expect(conditionsOf({ targetRefs: [SERVICE] }, true, '1.28')).toEqual(['WaypointAccepted True Accepted']);
  });
});
