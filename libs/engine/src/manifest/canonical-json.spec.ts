import { describe, expect, it } from '@jest/globals';
import { canonicalJson } from './canonical-json.js';
import type { KubernetesObject } from './manifest.js';

describe('the canonical text of an object', () => {
  it('does not depend on the order of keys at any level', () => {
    const a = {
      kind: 'Pod',
      metadata: { name: 'a', labels: { b: '1', a: '2', 10: 'x', 9: 'y' } },
      spec: [{ y: 1, x: 2 }],
    };
    const b = {
      spec: [{ x: 2, y: 1 }],
      metadata: { labels: { 9: 'y', a: '2', 10: 'x', b: '1' }, name: 'a' },
      kind: 'Pod',
    };
    expect(canonicalJson(a)).toBe(canonicalJson(b));
    expect(canonicalJson(a)).toBe(
      '{"kind":"Pod","metadata":{"labels":{"9":"y","10":"x","a":"2","b":"1"},"name":"a"},"spec":[{"x":2,"y":1}]}',
    );
  });

  it('leaves out what the API server and deployment tools write for themselves', () => {
    const metadata = { name: 'a', creationTimestamp: '2026-01-01T00:00:00Z' };
    const noise = {
      uid: '1',
      resourceVersion: '2',
      generation: 3,
      selfLink: '/',
      managedFields: [],
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{"secret":1}', kept: 'yes' },
    };
    expect(JSON.parse(canonicalJson({ metadata: { ...metadata, ...noise } }))).toEqual({
      metadata: { ...metadata, annotations: { kept: 'yes' } },
    });
  });

  it('keeps of a status what says something, not when it was said', () => {
    const status = {
      addresses: [{ value: '10.0.0.1' }],
      conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: 'x', observedGeneration: 2 }],
      listeners: [{ name: 'mesh', conditions: [{ type: 'Accepted', status: 'True', lastTransitionTime: 'x' }] }],
    };
    expect(JSON.parse(canonicalJson({ kind: 'Gateway', status }))).toEqual({
      kind: 'Gateway',
      status: {
        addresses: [{ value: '10.0.0.1' }],
        conditions: [{ type: 'Ready', status: 'True' }],
        listeners: [{ name: 'mesh', conditions: [{ type: 'Accepted', status: 'True' }] }],
      },
    });
    expect(JSON.parse(canonicalJson({ kind: 'Deployment', status: { replicas: 3 } }))).toEqual({ kind: 'Deployment' });
    expect(
      JSON.parse(
        canonicalJson({
          kind: 'Pod',
          status: { phase: 'Running', podIP: '10.0.0.1', startTime: 'x', containerStatuses: [] },
        }),
      ),
    ).toEqual({ kind: 'Pod', status: { phase: 'Running', podIP: '10.0.0.1' } });
  });

  it('treats __proto__ as a key like any other', () => {
    const body = JSON.parse(
      '{"z":1,"metadata":{"uid":"1","__proto__":{"polluted":true}},"__proto__":{"b":1,"a":2}}',
    ) as KubernetesObject;
    const text = canonicalJson(body);
    expect(text).toBe('{"__proto__":{"a":2,"b":1},"metadata":{"__proto__":{"polluted":true}},"z":1}');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('does not change the object', () => {
    const body = { z: 1, a: { d: 1, c: 2 } };
    canonicalJson(body);
    expect(JSON.stringify(body)).toBe('{"z":1,"a":{"d":1,"c":2}}');
  });
});
