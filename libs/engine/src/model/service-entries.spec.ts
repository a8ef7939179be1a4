import { describe, expect, it } from '@jest/globals';
import type { Manifest } from '../manifest/manifest.js';
import {
  manifestsFromYaml,
  meshConfig,
  modelOf,
  namespace,
  service,
  serviceEntry,
  waypoint,
} from '../testing/index.js';

const servicesOf = (manifests: readonly Manifest[], istioVersion = '1.31') =>
  modelOf(manifests, { istioVersion }).services;

const shop = namespace('shop', { labels: { team: 'shop' } });

describe('who sees a ServiceEntry (semantics 3.8)', () => {
  const entry = serviceEntry('shop/api', { hosts: ['api.example'] }, { waypoint: 'egress/waypoint' });
  const egress = [namespace('egress'), waypoint('egress/waypoint', { allowed: { from: 'All' } })];
  const bindingIn = (visibility: unknown, istioVersion?: string) => {
    const [found] = servicesOf(
      [shop, entry, ...egress, meshConfig({ serviceEntryVisibility: visibility })],
      istioVersion,
    );
    return [found?.visibility, found?.binding.reason];
  };
  const policy = (visibility: string, namespaceSelector: unknown) => ({
    policies: [{ visibility, matchingRules: [{ namespaceSelector }] }],
  });

  it.each([
    ['nothing said', undefined, 'PUBLIC', 'BOUND'],
    ['the default', { defaultVisibility: 'NAMESPACE' }, 'NAMESPACE', 'CROSS_NAMESPACE_FORBIDDEN'],
    ['a policy that matches', policy('NONE', { matchLabels: { team: 'shop' } }), 'NONE', 'NOT_AMBIENT'],
    ['a policy that does not', policy('NONE', { matchLabels: { team: 'pay' } }), 'PUBLIC', 'BOUND'],
    ['a policy without a selector in its rule', policy('NONE', undefined), 'PUBLIC', 'BOUND'],
    ['a policy without rules', { policies: [{ visibility: 'NONE' }] }, 'NONE', 'NOT_AMBIENT'],
    ['an unknown word', { defaultVisibility: 'UNSPECIFIED' }, 'PUBLIC', 'BOUND'],
  ])('follows the mesh config: %s', (_, setting, visibility, reason) => {
    expect(bindingIn(setting)).toEqual([visibility, reason]);
  });

  it('was everybody before 1.31', () => {
    expect(bindingIn({ defaultVisibility: 'NAMESPACE' }, '1.30')).toEqual(['PUBLIC', 'BOUND']);
  });

  it('leaves the waypoint of its own namespace in force', () => {
    const setting = meshConfig({ serviceEntryVisibility: { defaultVisibility: 'NAMESPACE' } });
    const own = serviceEntry('shop/api', { hosts: ['api.example'] }, { waypoint: 'waypoint' });
    expect(servicesOf([shop, own, waypoint('shop/waypoint'), setting])[0]?.binding.reason).toBe('BOUND');
  });

  it('is told in the evidence of the binding', () => {
    const setting = meshConfig({ serviceEntryVisibility: { defaultVisibility: 'NAMESPACE' } });
    const facts = servicesOf([shop, entry, ...egress, setting])[0]?.binding.evidence() ?? [];
    expect(facts.at(-1)?.fact).toContain('serviceEntryVisibility');
  });
});

describe('a host that several objects of a namespace name (semantics 3.8)', () => {
  const at = (time: string) => ({ creationTimestamp: `2026-01-0${time}T00:00:00Z` });
  const of = (manifests: readonly Manifest[]) =>
    servicesOf([shop, ...manifests]).map(({ kind, name, addresses, binding }) => [
      kind,
      name,
      addresses,
      binding.reason,
    ]);

  it('is served by the Service', () => {
    const host = 'cart.shop.svc.cluster.local';
    const entry = serviceEntry('shop/cart', { hosts: [host], addresses: ['10.9.0.1'], resolution: 'STATIC' }, at('1'));
    expect(of([service('shop/cart', at('2')), entry])).toEqual([
      ['Service', 'cart', ['10.96.0.1'], 'NO_REFERENCE'],
      ['ServiceEntry', 'cart', [], 'NOT_AMBIENT'],
    ]);
  });

  it('is served by the oldest ServiceEntry, host by host', () => {
    const entry = (name: string, time: string, ...hosts: readonly string[]) =>
      serviceEntry(`shop/${name}`, { hosts, addresses: ['10.9.0.1'], resolution: 'STATIC' }, at(time));
    expect(of([entry('a', '2', 'x.example', 'y.example'), entry('b', '1', 'x.example')])).toEqual([
      ['ServiceEntry', 'a', [], 'NOT_AMBIENT'],
      ['ServiceEntry', 'a', ['10.9.0.1'], 'NO_REFERENCE'],
      ['ServiceEntry', 'b', ['10.9.0.1'], 'NO_REFERENCE'],
    ]);
  });

  it('is served in each namespace by its own object', () => {
    const entry = (name: string) => serviceEntry(name, { hosts: ['x.example'] });
    expect(
      servicesOf([shop, namespace('pay'), entry('shop/a'), entry('pay/a')]).map(({ binding }) => binding.reason),
    ).toEqual(['NO_REFERENCE', 'NO_REFERENCE']);
  });
});

describe('the addresses of a ServiceEntry', () => {
  it.each([
    ['1.29', '10.0.0.0/8', 'NOT_AMBIENT'],
    ['1.29', '10.0.0.1/32', 'NO_REFERENCE'],
    ['1.30', '10.0.0.0/8', 'NO_REFERENCE'],
    ['1.30', 'fd00::/64', 'NO_REFERENCE'],
    ['1.31', 'anything', 'NOT_AMBIENT'],
  ])('in %s: %s makes it %s', (istioVersion, address, reason) => {
    const entry = serviceEntry('shop/api', { hosts: ['api.example'], addresses: [address], resolution: 'STATIC' });
    expect(servicesOf([shop, entry], istioVersion)[0]?.binding.reason).toBe(reason);
  });

  it.each([
    ['*.example', 'DNS', '', []],
    ['*.example', 'DYNAMIC_DNS', '', ['240.240.0.1']],
    ['a.example', 'STATIC', '', ['240.240.0.1']],
    ['a.example', 'NONE', '', []],
    ['a.example', 'STATIC', 'False', []],
  ])('are what istiod allocated: %s, %s, label %s', (host, resolution, label, expected) => {
    const manifests = manifestsFromYaml(`
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: api, namespace: shop, labels: { networking.istio.io/enable-autoallocate-ip: '${label}' } }
spec: { hosts: ['${host}'], resolution: ${resolution} }
status: { addresses: [{ host: '${host}', value: 240.240.0.1 }] }
`);
    expect(servicesOf([shop, ...manifests])[0]?.addresses).toEqual(expected);
  });
});
