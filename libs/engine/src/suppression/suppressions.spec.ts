import { describe, expect, it } from '@jest/globals';
import { analyze } from '../analyze.js';
import { runChecks } from '../checks/run-checks.js';
import { modelOf } from '../testing/model-of.js';
import { judge } from '../verdict/judge.js';
import { manifestsFromYaml } from '../testing/from-yaml.js';

const namespace = (annotations: string) => `
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels: { istio.io/dataplane-mode: ambient, istio.io/use-waypoint: waypoint }
  annotations: ${annotations}
---
apiVersion: v1
kind: Service
metadata: { name: cart, namespace: shop }
spec: { selector: { app: cart }, ports: [{ name: http, port: 80 }] }
`;
const analysisOf = (yaml: string) => analyze({ manifests: manifestsFromYaml(yaml), skipped: [] });
/** The checks alone, for what the API server would refuse: manifests that are not checked for that must do no harm. */
const checked = (yaml: string) => {
  const model = modelOf(manifestsFromYaml(yaml));
  return runChecks(model, judge(model));
};
const checks = (found: readonly { readonly check: string }[]) => found.map(({ check }) => check);

describe('a finding that an annotation asks to ignore', () => {
  const { findings, suppressedFindings, summary } = analysisOf(
    namespace('{ waymark.dev/ignore.waypoint-missing: " It comes with the next release. " }'),
  );

  it('is reported apart, with the reason and the place of the annotation', () => {
    expect(findings).toEqual([]);
    expect(suppressedFindings).toMatchObject([
      {
        check: 'waypoint-missing',
        severity: 'error',
        object: { kind: 'Namespace', name: 'shop' },
        suppression: {
          reason: 'It comes with the next release.',
          field: 'metadata.annotations["waymark.dev/ignore.waypoint-missing"]',
          file: 'test.yaml',
          line: 7,
        },
      },
    ]);
  });

  it('is counted as suppressed and not as an error', () => {
    expect(summary).toMatchObject({ suppressed: 1, findings: { error: 0, warning: 0, info: 0 } });
  });

  it('keeps the fingerprint that it has without the annotation', () => {
    const [open] = analysisOf(namespace('{}')).findings;
    expect(suppressedFindings[0]?.fingerprint).toBe(open?.fingerprint);
  });
});

describe('an annotation', () => {
  it('ignores one check and leaves the others of its object', () => {
    const opted = namespace('{ waymark.dev/ignore.waypoint-unused: Not this one. }');
    expect(checks(analysisOf(opted).findings)).toEqual(['suppression-unused', 'waypoint-missing']);
  });

  it('ignores nothing at another object that has the same kind and name in another group', () => {
    const { findings, suppressedFindings } = analysisOf(`
apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: waypoint
  namespace: shop
  annotations: { waymark.dev/ignore.waypoint-unused: It belongs to the classic gateway. }
spec: {}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: waypoint, namespace: shop }
spec: { gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE }] }
`);
    expect(checks(findings)).toContain('waypoint-unused');
    expect(suppressedFindings).toEqual([]);
  });

  it('in a pod template ignores what is found about the Pods that repeat it', () => {
    const pod = (name: string) => `
---
apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  namespace: shop
  labels: { app: cart }
  annotations: { ambient.istio.io/redirection: enabled, ambient.istio.io/bypass-inbound-capture: 'true' }
  ownerReferences: [{ apiVersion: apps/v1, kind: StatefulSet, name: cart, uid: '1', controller: true }]
spec: { containers: [{ name: cart }] }
`;
    const { findings, suppressedFindings } = analysisOf(`
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: cart, namespace: shop }
spec:
  selector: { matchLabels: { app: cart } }
  template:
    metadata:
      labels: { app: cart }
      annotations: { waymark.dev/ignore.inbound-bypass-with-policy: Scraped in plaintext. }
    spec: { containers: [{ name: cart }] }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: callers, namespace: shop }
spec: { rules: [{ from: [{ source: { namespaces: [shop] } }] }] }
${pod('cart-0')}${pod('cart-1')}`);
    expect(checks(suppressedFindings)).toEqual(['inbound-bypass-with-policy']);
    expect(checks(findings)).not.toContain('inbound-bypass-with-policy');
    expect(checks(findings)).not.toContain('suppression-unused');
  });

  it.each([
    ['nothing', '{ waymark.dev/ignore.waypoint-missing: }'],
    ['a number', '{ waymark.dev/ignore.waypoint-missing: 1 }'],
    ['a list', '{ waymark.dev/ignore.waypoint-missing: [because] }'],
    ['an object', '{ waymark.dev/ignore.waypoint-missing: { reason: because } }'],
    ['white space', '{ waymark.dev/ignore.waypoint-missing: " \\t\\n " }'],
  ])('whose reason is %s ignores nothing, and says so', (_, annotations) => {
    const { findings, suppressedFindings } = checked(namespace(annotations));
    expect(suppressedFindings).toEqual([]);
    expect(checks(findings)).toEqual(['suppression-without-reason', 'waypoint-missing']);
  });

  it.each(['__proto__', 'constructor', 'waypoint-missing.', 'Waypoint-Missing', '', '*', 'suppression-unused'])(
    'for %p ignores nothing, and says so',
    (id) => {
      const { findings, suppressedFindings } = checked(
        namespace(`{ "waymark.dev/ignore.${id}": because, waymark.dev/ignore.suppression-of-unknown-check: quiet }`),
      );
      expect(suppressedFindings).toEqual([]);
      expect(checks(findings)).toContain('waypoint-missing');
      expect(checks(findings)).toContain('suppression-of-unknown-check');
    },
  );

  it.each(['text', '[a, b]', '3', 'null'])('map that is %s is none', (annotations) => {
    expect(checks(checked(namespace(annotations)).findings)).toEqual(['waypoint-missing']);
  });
});
