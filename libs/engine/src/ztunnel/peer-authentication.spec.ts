import { describe, expect, it } from '@jest/globals';
import type { Manifest } from '../manifest/manifest.js';
import { modelOf, peerAuthentication, pod } from '../testing/index.js';
import { PeerAuthenticationIndex } from './peer-authentication-index.js';

type Mode = 'STRICT' | 'PERMISSIVE' | 'DISABLE' | 'UNSET';

const level = (name: string, mode: Mode) => peerAuthentication(name, { mtls: { mode } });
const workloadLevel = (mode: Mode, ports: Readonly<Record<number, Mode>> = {}) =>
  peerAuthentication('shop/own', {
    selector: { matchLabels: { app: 'cart' } },
    mtls: { mode },
    portLevelMtls: Object.fromEntries(Object.entries(ports).map(([port, portMode]) => [port, { mode: portMode }])),
  });

function judged(...manifests: readonly Manifest[]) {
  const model = modelOf([pod('shop/cart'), ...manifests]);
  const index = new PeerAuthenticationIndex(model);
  const [workload] = model.workloads;
  if (workload === undefined) throw new Error('no workload');
  return { listed: index.mutualTlsOf(workload).kind, sent: index.sent() };
}

const PLAINTEXT = { notPrincipals: [{ presence: true }] };
const derivedRules = (...manifests: readonly Manifest[]) =>
  judged(...manifests).sent.find(({ name }) => name === 'shop/converted_peer_authentication_own')?.rules ?? null;

describe('the effective mutual TLS of a workload at ztunnel (semantics 6.1, 6.2)', () => {
  it.each([
    ['none', [], 'NONE'],
    ['STRICT in the mesh', [level('istio-system/mesh', 'STRICT')], 'STRICT'],
    ['the namespace over the mesh', [level('istio-system/mesh', 'STRICT'), level('shop/ns', 'PERMISSIVE')], 'NONE'],
    ['an unset namespace', [level('istio-system/mesh', 'STRICT'), level('shop/ns', 'UNSET')], 'STRICT'],
    ['the workload over the namespace', [level('shop/ns', 'STRICT'), workloadLevel('DISABLE')], 'NONE'],
    ['a port of a STRICT workload that is open', [workloadLevel('STRICT', { 80: 'DISABLE' })], 'DERIVED'],
    ['a STRICT port of an open workload', [workloadLevel('PERMISSIVE', { 80: 'STRICT' })], 'DERIVED'],
    [
      'an inherited STRICT with a PERMISSIVE port',
      [level('shop/ns', 'STRICT'), workloadLevel('UNSET', { 80: 'PERMISSIVE' })],
      'DERIVED',
    ],
    [
      'an inherited STRICT with a DISABLE port',
      [level('shop/ns', 'STRICT'), workloadLevel('UNSET', { 80: 'DISABLE' })],
      'STRICT',
    ],
  ] as const)('%s', (_what, manifests, kind) => {
    expect(judged(...manifests).listed).toBe(kind);
  });

  it('follows the oldest of one level', () => {
    const older = peerAuthentication(
      'shop/b',
      { mtls: { mode: 'STRICT' } },
      { creationTimestamp: '2026-01-01T00:00:00Z' },
    );
    const newer = peerAuthentication(
      'shop/a',
      { mtls: { mode: 'DISABLE' } },
      { creationTimestamp: '2026-01-02T00:00:00Z' },
    );
    expect(judged(newer, older).listed).toBe('STRICT');
  });
});

describe('what istiod sends to ztunnel because of PeerAuthentications', () => {
  it('is nothing without any, else at least the static policy', () => {
    expect(judged().sent).toEqual([]);
    expect(judged(level('shop/ns', 'DISABLE')).sent.map(({ name }) => name)).toEqual([
      'istio-system/istio_converted_static_strict',
    ]);
  });

  it('denies plaintext except to the open ports of a STRICT workload', () => {
    expect(derivedRules(workloadLevel('STRICT', { 80: 'DISABLE' }))).toEqual([
      [[PLAINTEXT], [{ notDestinationPorts: [80] }]],
    ]);
  });

  it('denies plaintext to each STRICT port of an open workload', () => {
    expect(derivedRules(workloadLevel('PERMISSIVE', { 90: 'STRICT', 80: 'STRICT' }))).toEqual([
      [[{ ...PLAINTEXT, destinationPorts: [80] }]],
      [[{ ...PLAINTEXT, destinationPorts: [90] }]],
    ]);
  });

  it('leaves out the STRICT port of an open workload under a STRICT root, so that it stays open', () => {
    const root = level('istio-system/mesh', 'STRICT');
    const own = workloadLevel('PERMISSIVE', { 80: 'STRICT' });
    expect(derivedRules(root, own)).toBeNull();
    expect(judged(root, own).listed).toBe('DERIVED');
    expect(derivedRules(root, level('shop/ns', 'PERMISSIVE'), own)).not.toBeNull();
  });
});
