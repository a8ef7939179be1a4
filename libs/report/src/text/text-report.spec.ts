import { describe, expect, it } from '@jest/globals';
import { finding, policy, sampleAnalysis, verdict } from '../testing/sample-analysis.js';
import { textReport, type TextOptions } from './text-report.js';

const written = (parts: Parameters<typeof sampleAnalysis>[0] = {}, options: Partial<TextOptions> = {}) =>
  [...textReport(sampleAnalysis(parts), { colour: false, columns: 100, all: false, ...options })].join('');

describe('the text report', () => {
  it('tells object by object what is wrong, why, and what is enforced', () => {
    expect(written()).toBe(`AuthorizationPolicy payments/allow-checkout
  error l7-allow-at-ztunnel
    AuthorizationPolicy payments/allow-checkout denies all traffic, because ztunnel drops its only
    rule.
    k8s/payments.yaml:18 spec.rules[0].to[0].operation.paths
    affects Deployment payments/api
    because
      1. The rule compares an HTTP path.
           AuthorizationPolicy payments/allow-checkout spec.rules[0] (k8s/payments.yaml:15)
      2. ztunnel does not read HTTP.
           AuthorizationPolicy payments/allow-checkout (k8s/payments.yaml:1)
  what is enforced
    - ztunnel: no allow rule is left, so everything is denied (ALLOW_DENIES_ALL), to the pod; for
      Deployment payments/api; rule 0 DROPPED

Read 1,200 objects, 1 namespace, 1 workload (1 captured), 1 service, 0 waypoints, 1 policy.
Judged by Istio 1.28 (the newest known).
Verdicts:
       1  ALLOW_DENIES_ALL: no allow rule is left, so everything is denied
1 error, 0 warnings, 0 notes
`);
  });

  it('puts the object with the worst finding first', () => {
    const other = { ...policy, name: 'a-warning' };
    const report = written({ findings: [{ ...finding, severity: 'warning', object: other }, finding], verdicts: [] });
    expect(report.indexOf('payments/allow-checkout\n')).toBeLessThan(report.indexOf('payments/a-warning\n'));
  });

  it('joins the ways of traffic for which a policy comes to the same', () => {
    const report = written({ verdicts: [verdict, { ...verdict, pathClass: 'INGRESS' }] });
    expect(report).toMatch(/to the pod,\s+through ingress;/);
    expect(report.match(/- ztunnel/g)).toHaveLength(1);
  });

  it.each([
    ['shop', 'sidecars of shop:'],
    ['', 'sidecars:'],
  ])('speaks of the sidecars of a namespace, or of several: "%s"', (namespace, words) => {
    const report = written({ verdicts: [{ ...verdict, enforcer: { type: 'SIDECAR', namespace, name: '' } }] });
    expect(report).toContain(`- ${words}`);
  });

  it('leaves out policies without a finding unless all are asked for', () => {
    const silent = { findings: [], verdicts: [verdict] };
    expect(written(silent)).not.toContain('AuthorizationPolicy payments/allow-checkout');
    expect(written(silent, { all: true })).toContain('1. The rule compares an HTTP path.');
  });

  it('lists what could not be read and counts what is not looked at', () => {
    const report = written({
      skipped: [
        { file: 'broken.yaml', line: 3, reason: 'SYNTAX', message: 'A bracket is not closed.' },
        { file: 'all.yaml', line: 1, reason: 'UNSUPPORTED_KIND', message: 'x', object: { ...policy, kind: 'Role' } },
        { file: 'all.yaml', line: 9, reason: 'UNSUPPORTED_KIND', message: 'x', object: { ...policy, kind: 'Role' } },
      ],
    });
    expect(report).toContain('  broken.yaml:3 SYNTAX: A bracket is not closed.\n');
    expect(report).toContain('  UNSUPPORTED_KIND: Role 2\n');
  });

  it('tells apart what a cluster would refuse, with the field and the remedy', () => {
    const message = 'spec.action must be one of ALLOW, DENY, not "deny"; did you mean DENY?';
    const report = written({
      skipped: [
        { file: 'a.yaml', line: 6, reason: 'INVALID_OBJECT', message, object: policy, field: 'spec.action' },
        { file: 'b.yaml', line: 3, reason: 'SYNTAX', message: 'A bracket is not closed.' },
      ],
    });
    expect(report).toContain(`Refused: 1 object, which a cluster would not take as written
  AuthorizationPolicy payments/allow-checkout (a.yaml:6)
    ${message}

Skipped: 1 part of the input
  b.yaml:3 SYNTAX: A bracket is not closed.
`);
  });

  it('tells what is suppressed, why and where, and counts it apart', () => {
    const suppression = {
      reason: 'Accepted until\u001b[2J May.',
      field: 'metadata',
      file: 'k8s/payments.yaml',
      line: 6,
    };
    const { summary } = sampleAnalysis();
    const report = written({
      findings: [],
      suppressedFindings: [{ ...finding, suppression }],
      summary: { ...summary, findings: { error: 0, warning: 0, info: 0 }, suppressed: 1 },
    });
    expect(report).toContain(`Suppressed: 1 finding
  error l7-allow-at-ztunnel AuthorizationPolicy payments/allow-checkout
    k8s/payments.yaml:6 Accepted until\\u{1b}[2J May.
`);
    expect(report).toMatch(/0 errors, 0 warnings, 0 notes, 1 suppressed\n$/);
  });

  it('never lets a manifest steer the terminal', () => {
    const name = 'x\u001b[2J\u202e\r';
    const report = written({ findings: [{ ...finding, object: { ...policy, name }, message: name, file: name }] });
    expect(report).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect(report).toContain('x\\u{1b}[2J\\u{202e}\\u{d}');
  });

  it('stays inside its columns, whatever the names', () => {
    const long = 'n'.repeat(250);
    const report = written({
      findings: [{ ...finding, message: `${long} ${long}`, object: { ...policy, name: long } }],
    });
    expect(Math.max(...report.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('colours only when asked to', () => {
    expect(written()).not.toContain('\u001b');
    expect(written({}, { colour: true })).toContain('\u001b[31m');
  });
});
