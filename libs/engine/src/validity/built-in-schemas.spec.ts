import { describe, expect, it } from '@jest/globals';
import { USED_KINDS } from '../manifest/used-kinds.js';
import { builtInSchemas } from './built-in-schemas.js';
import type { Schema } from './schema.js';

const GROUPS = Object.keys(USED_KINDS).filter(
  (group) => group.includes('istio.io') || group.includes('networking.k8s.io'),
);
const schemas = GROUPS.flatMap((group) =>
  (USED_KINDS[group] ?? []).flatMap((kind) => Object.values(builtInSchemas(group, kind) ?? {})),
);

describe('the schemas that the engine brings', () => {
  it('speak of every kind of policy and route', () => {
    for (const kind of ['AuthorizationPolicy', 'PeerAuthentication', 'RequestAuthentication']) {
      expect(Object.keys(builtInSchemas('security.istio.io', kind) ?? {})).toEqual(['v1', 'v1beta1']);
    }
    for (const kind of ['Gateway', 'HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'ReferenceGrant']) {
      expect(builtInSchemas('gateway.networking.k8s.io', kind)).not.toBeNull();
    }
  });

  // They are run by a backtracking engine, unlike those of a snapshot's definitions.
  it('have no pattern that a text can make slow', () => {
    const limits = new Map<string, number>();
    for (const schema of schemas) collectPatterns(schema, limits);
    expect(limits.size).toBeGreaterThan(10);
    for (const [pattern, longest] of limits) {
      const expression = new RegExp(pattern);
      const start = performance.now();
      for (const unit of ['a', 'a.', '1', '/', 'a-', 'A', '1h', '-', 'a/']) {
        expression.test(`${unit.repeat(Math.min(longest, 20_000) / unit.length)}!`);
      }
      expect({ pattern, isFast: performance.now() - start < 1000 }).toEqual({ pattern, isFast: true });
    }
  });
});

function collectPatterns(schema: Schema, limits: Map<string, number>): void {
  const {
    pattern,
    maxLength = Infinity,
    properties = {},
    items,
    additionalProperties,
    anyOf = [],
    oneOf = [],
    allOf = [],
  } = schema;
  if (pattern !== undefined) limits.set(pattern, Math.max(maxLength, limits.get(pattern) ?? 0));
  const below = [...Object.values(properties), items, additionalProperties, ...anyOf, ...oneOf, ...allOf];
  for (const part of below) if (typeof part === 'object') collectPatterns(part, limits);
}
