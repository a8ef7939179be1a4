import { describe, expect, it } from '@jest/globals';
import type { Finding } from '../analysis.js';
import { manifestsFromYaml } from '../testing/from-yaml.js';
import { modelOf } from '../testing/model-of.js';
import { judge } from '../verdict/judge.js';
import { defineCheck } from './define-check.js';
import { runChecks } from './run-checks.js';

const namespace = `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio.io/dataplane-mode: ambient } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: cart, namespace: shop }
spec: { template: { metadata: { labels: { app: cart } }, spec: { serviceAccountName: cart } } }
`;
const policy = (rules: string) => `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: callers, namespace: shop }
spec:
  rules:
${rules}`;
const RULE_A = '    - from: [{ source: { principals: [spiffe://cluster.local/ns/shop/sa/a] } }]\n';
const RULE_B = '    - from: [{ source: { principals: [spiffe://cluster.local/ns/shop/sa/b] } }]\n';

function findings(...documents: string[]): readonly Finding[] {
  const model = modelOf(manifestsFromYaml(documents.join('---')));
  return runChecks(model, judge(model)).findings.filter(({ check }) => check === 'principal-never-matches');
}
const prints = (found: readonly Finding[]) => found.map(({ fingerprint }) => fingerprint);

describe('the fingerprint of a finding', () => {
  const before = prints(findings(namespace, policy(RULE_A + RULE_B)));

  it('tells two causes on one object apart', () => {
    expect(new Set(before).size).toBe(2);
    expect(before[0]).toMatch(/^principal-never-matches\/AuthorizationPolicy\/shop\/callers\/[0-9a-z]+$/);
  });

  it('survives rules that change places', () => {
    expect(prints(findings(namespace, policy(RULE_B + RULE_A)))).toEqual(before);
  });

  it('survives lines that move', () => {
    expect(prints(findings(`\n\n# moved\n${namespace}`, policy(`    # why\n${RULE_A}\n\n${RULE_B}`)))).toEqual(before);
  });

  it('survives a rule before it that is removed', () => {
    expect(before).toContain(prints(findings(namespace, policy(RULE_B)))[0]);
  });
});

describe('a cause that is written twice in one object', () => {
  it('is one finding, at its first place', () => {
    const found = findings(namespace, policy(RULE_A + RULE_A));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ field: 'spec.rules[0].from[0].source.principals[0]', line: 16 });
  });
});

describe('a finding', () => {
  const model = modelOf(manifestsFromYaml(namespace));
  const shout = defineCheck({
    id: 'shout',
    severity: 'info',
    title: 't',
    why: 'w',
    fix: 'f',
    source: 's',
    run(input, report) {
      const [workload] = input.model.workloads;
      const others = [
        { kind: 'Service', namespace: 'shop', name: 'web' },
        { kind: 'Service', namespace: 'shop', name: 'cart' },
        { kind: 'Service', namespace: 'shop', name: 'web' },
      ];
      if (workload) report({ manifest: workload.manifest, field: ['spec', 'absent'], message: 'm', affected: others });
    },
  });

  it('lists what it affects sorted, each once', () => {
    expect(runChecks(model, [], [shout]).findings[0]?.affected.map(({ name }) => name)).toEqual(['cart', 'web']);
  });

  it('stands on the nearest line when its field is not there', () => {
    expect(runChecks(model, [], [shout]).findings[0]).toMatchObject({ field: 'spec.absent', line: 9 });
  });
});
