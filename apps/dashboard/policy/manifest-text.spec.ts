import { describe, expect, it } from '@jest/globals';
import { linesOf, rulesAsWritten } from './manifest-text';

const yaml = `kind: AuthorizationPolicy
metadata:
  name: allow-read
  annotations:
    istio.io/dry-run: "true"
spec:
  action: ALLOW
  rules:
    - to:
        - operation:
            methods: [GET]
            paths:
              - /v1/*
              - /v2/*
    - from:
        - source:
            namespaces: [monitoring]
`;

describe('the lines of a field', () => {
  it('run from its key to the end of its value', () => {
    expect(linesOf(yaml, 'spec.rules[0].to[0].operation.paths')).toEqual({ from: 12, to: 14 });
    expect(linesOf(yaml, 'spec.action')).toEqual({ from: 7, to: 7 });
  });

  it('are found for an item of a list', () => {
    expect(linesOf(yaml, 'spec.rules[1]')).toEqual({ from: 15, to: 17 });
    expect(linesOf(yaml, 'spec.rules[0].to[0].operation.paths[1]')).toEqual({ from: 14, to: 14 });
  });

  it('are found for a key that holds dots, quoted or not', () => {
    expect(linesOf(yaml, 'metadata.annotations.istio.io/dry-run')).toEqual({ from: 5, to: 5 });
    expect(linesOf(yaml, 'metadata.annotations["istio.io/dry-run"]')).toEqual({ from: 5, to: 5 });
  });

  it('are those of the nearest thing that is there, when the field itself is absent', () => {
    expect(linesOf(yaml, 'spec.rules[1].to')).toEqual({ from: 15, to: 17 });
    expect(linesOf(yaml, 'status.conditions')).toBeNull();
    expect(linesOf(yaml, '')).toBeNull();
  });
});

describe('the rules as written', () => {
  it('are YAML of their own, one for each', () => {
    expect(rulesAsWritten(yaml)[1]).toBe('from:\n  - source:\n      namespaces:\n        - monitoring');
    expect(rulesAsWritten(yaml)).toHaveLength(2);
  });

  it('are none for a manifest without any', () => {
    expect(rulesAsWritten('kind: Telemetry\nspec: {}\n')).toEqual([]);
    expect(rulesAsWritten('')).toEqual([]);
  });
});
