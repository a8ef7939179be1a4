import { describe, expect, it } from '@jest/globals';
import type { KubernetesObject } from '../manifest/manifest.js';
import { firstDifference } from './first-difference.js';
import { meaningOf, textOf } from './meaning.js';

const object = (kind: string, spec: unknown, metadata: Readonly<Record<string, unknown>> = {}): KubernetesObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name: 'x', namespace: 'shop', ...metadata },
  spec,
});

const same = (kind: string, a: unknown, b: unknown): void =>
  expect(firstDifference(meaningOf(object(kind, a)), meaningOf(object(kind, b)))).toBeNull();
const different = (kind: string, a: unknown, b: unknown): void =>
  expect(firstDifference(meaningOf(object(kind, a)), meaningOf(object(kind, b)))).not.toBeNull();

describe('the meaning of a policy', () => {
  it('does not change with the order or the repetition of alternatives', () => {
    const rule = (paths: string[], principals: string[]) => ({
      to: [{ operation: { paths } }],
      from: [{ source: { principals } }],
    });
    same(
      'AuthorizationPolicy',
      { rules: [rule(['/a', '/b'], ['x', 'y']), rule(['/c'], ['z'])] },
      { rules: [rule(['/c'], ['z', 'z']), rule(['/b', '/a'], ['y', 'x']), rule(['/c'], ['z'])] },
    );
  });

  it('does not change when a default is written', () => {
    same('AuthorizationPolicy', { rules: [{}] }, { action: 'ALLOW', rules: [{ from: [], to: null }] });
    same('WasmPlugin', { url: 'u' }, { url: 'u', failStrategy: 'FAIL_CLOSE', phase: 'UNSPECIFIED_PHASE', match: [] });
    same('PeerAuthentication', { mtls: {} }, { mtls: { mode: 'UNSET' } });
    same(
      'HTTPRoute',
      { parentRefs: [{ name: 'gw' }], rules: [{ backendRefs: [{ name: 'a', port: 80 }] }] },
      {
        parentRefs: [{ name: 'gw', kind: 'Gateway', group: 'gateway.networking.k8s.io' }],
        rules: [{ backendRefs: [{ name: 'a', port: 80, kind: 'Service', group: '', weight: 1 }] }],
      },
    );
  });

  it('folds targetRef into targetRefs, which comes first', () => {
    const ref = { kind: 'Service', name: 'cart' };
    same('AuthorizationPolicy', { targetRef: ref }, { targetRefs: [{ ...ref, group: '' }] });
    same(
      'AuthorizationPolicy',
      { targetRef: { kind: 'Service', name: 'other' }, targetRefs: [ref] },
      { targetRefs: [ref] },
    );
  });

  it('changes with what is said', () => {
    different('AuthorizationPolicy', { rules: [] }, { rules: [{}] });
    different('AuthorizationPolicy', { action: 'DENY' }, {});
    different('AuthorizationPolicy', { selector: {} }, {});
    different('WasmPlugin', { url: 'u', failStrategy: 'FAIL_OPEN' }, { url: 'u' });
    different(
      'EnvoyFilter',
      { configPatches: [{ applyTo: 'A' }, { applyTo: 'B' }] },
      { configPatches: [{ applyTo: 'B' }, { applyTo: 'A' }] },
    );
    different(
      'HTTPRoute',
      { rules: [{ backendRefs: [{ name: 'a', weight: 0 }] }] },
      { rules: [{ backendRefs: [{ name: 'a' }] }] },
    );
  });

  it('knows which labels and annotations Istio reads', () => {
    const labelled = (labels: unknown, annotations: unknown = {}) =>
      meaningOf(object('Namespace', undefined, { labels, annotations }));
    expect(labelled({ team: 'a' }, { note: 'b' })).toEqual(labelled({}));
    expect(labelled({ 'istio.io/dataplane-mode': 'ambient' })).not.toEqual(labelled({}));
    expect(labelled({ 'istio-injection': 'enabled' })).not.toEqual(labelled({}));
    expect(labelled({}, { 'ambient.istio.io/bypass-inbound-capture': 'true' })).not.toEqual(labelled({}));
  });

  it('is read from hostile objects without harm', () => {
    const hostile = JSON.parse(
      '{"kind":"constructor","metadata":{"labels":[1]},"spec":{"__proto__":{"a":1},"targetRef":7}}',
    );
    expect(JSON.stringify(meaningOf(hostile))).toContain('__proto__');
    expect(({} as Record<string, unknown>)['a']).toBeUndefined();
    for (const body of [
      {},
      { kind: 7, metadata: 'x', spec: [] },
      { kind: 'AuthorizationPolicy', spec: { rules: 'all' } },
    ]) {
      expect(() => [meaningOf(body), textOf(body)]).not.toThrow();
    }
  });
});

describe('the text of a policy', () => {
  it('is without what the API server adds, and in one order of keys', () => {
    const live = {
      ...object('X', { b: 1, a: [2, 1] }, { uid: 'u', creationTimestamp: 't', labels: {} }),
      status: { ok: true },
    };
    expect(JSON.stringify(textOf(live))).toBe(JSON.stringify(textOf(object('X', { a: [2, 1], b: 1 }))));
    expect(textOf(object('X', { a: [1, 2] }))).not.toEqual(textOf(object('X', { a: [2, 1] })));
  });
});

describe('the first difference', () => {
  it('names the path and both sides', () => {
    expect(firstDifference({ a: { b: 1 } }, { a: { b: 2 } })).toEqual({ path: 'a.b', ours: 1, theirs: 2 });
    expect(firstDifference({ a: 1 }, {})).toEqual({ path: 'a', ours: 1, theirs: undefined });
    expect(firstDifference(['x', 'y'], ['y'])).toEqual({ path: '', ours: ['x'], theirs: [] });
    expect(firstDifference([{ k: 1 }], [{ k: 2 }], 'l')).toEqual({ path: 'l[0].k', ours: 1, theirs: 2 });
    expect(firstDifference([1, 2], [2, 1])).toEqual({ path: '', ours: [1, 2], theirs: [2, 1] });
    expect(firstDifference({ a: [1] }, { a: [1] })).toBeNull();
  });
});
