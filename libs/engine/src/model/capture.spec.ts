import { describe, expect, it } from '@jest/globals';
import { deployment, manifestOf, manifestsFromYaml, modelOf, namespace, pod } from '../testing/index.js';
import type { Capture } from './model.js';
import type { Manifest } from '../manifest/manifest.js';

const MODE = 'istio.io/dataplane-mode';
const labelled = (mode: string | undefined): Record<string, string> => (mode === undefined ? {} : { [MODE]: mode });

function captureOf(workload: Manifest, inNamespace: Manifest = namespace('shop', { ambient: true })): Capture {
  const [only] = modelOf([inNamespace, workload]).workloads;
  if (only === undefined) throw new Error('The model has no workload.');
  return only.capture;
}

describe('enrolment by labels, as a template without pods shows it', () => {
  it.each([
    ['ambient', undefined, true, 'NAMESPACE_LABEL'],
    ['ambient', 'ambient', true, 'POD_LABEL'],
    ['ambient', 'sidecar', true, 'NAMESPACE_LABEL'],
    ['ambient', 'None', true, 'NAMESPACE_LABEL'],
    ['ambient', 'none', false, 'OPTED_OUT'],
    [undefined, undefined, false, 'NOT_ENROLLED'],
    [undefined, 'ambient', true, 'POD_LABEL'],
    [undefined, 'Ambient', false, 'NOT_ENROLLED'],
    [undefined, 'none', false, 'OPTED_OUT'],
    ['none', 'ambient', true, 'POD_LABEL'],
    ['none', undefined, false, 'NOT_ENROLLED'],
    ['Ambient', undefined, false, 'NOT_ENROLLED'],
  ])('namespace %s, pods %s: captured is %s', (ofNamespace, ofPods, captured, reason) => {
    const shop = namespace('shop', { labels: labelled(ofNamespace) });
    const capture = captureOf(deployment('shop/reviews', { labels: labelled(ofPods) }), shop);
    expect(capture).toEqual({ captured, reason, predicted: true });
  });
});

describe('capture of a running pod', () => {
  it('is what its node agent wrote, whatever the labels say', () => {
    const capture = captureOf(pod('shop/reviews', { captured: true }), namespace('shop'));
    expect(capture).toEqual({ captured: true, reason: 'REDIRECTION_ENABLED', predicted: false });
  });

  it('is none when its node agent wrote nothing, although the namespace is ambient', () => {
    expect(captureOf(pod('shop/reviews'))).toEqual({ captured: false, reason: 'NOT_REDIRECTED', predicted: false });
    expect(captureOf(pod('shop/reviews'), namespace('shop')).reason).toBe('NOT_ENROLLED');
  });

  it('has not happened while ztunnel has not accepted the pod', () => {
    const annotations = { 'ambient.istio.io/redirection': 'pending' };
    expect(captureOf(pod('shop/reviews', { annotations }))).toMatchObject({
      captured: false,
      reason: 'REDIRECTION_PENDING',
    });
  });

  it('leaves out a pod on the host network even when it is annotated', () => {
    const capture = captureOf(pod('shop/reviews', { captured: true, hostNetwork: true }));
    expect(capture).toMatchObject({ captured: false, reason: 'HOST_NETWORK' });
  });

  it('leaves out a pod with a sidecar', () => {
    expect(captureOf(pod('shop/reviews', { sidecar: true }))).toMatchObject({ captured: false, reason: 'SIDECAR' });
  });

  it('leaves out a pod that has ended', () => {
    const capture = captureOf(pod('shop/reviews', { captured: true, phase: 'Succeeded' }));
    expect(capture).toMatchObject({ captured: false, reason: 'TERMINATED' });
  });
});

describe('capture of pods that do not run yet', () => {
  it('is predicted for a pending pod that no node has taken on', () => {
    const capture = captureOf(pod('shop/reviews', { phase: 'Pending', ip: '' }));
    expect(capture).toEqual({ captured: true, reason: 'NAMESPACE_LABEL', predicted: true });
  });

  it('does not happen in a namespace that the CNI plugin leaves alone', () => {
    const system = namespace('kube-system', { ambient: true });
    expect(captureOf(deployment('kube-system/dns'), system)).toMatchObject({
      captured: false,
      reason: 'EXCLUDED_NAMESPACE',
    });
  });

  it.each([
    ['the namespace injects', { 'istio-injection': 'enabled' }, {}],
    ['the namespace follows a revision', { 'istio.io/rev': 'stable' }, {}],
    ['the pods ask for it', {}, { 'sidecar.istio.io/inject': 'true' }],
  ])('gives way to a sidecar when %s', (_when, ofNamespace, ofPods) => {
    const shop = namespace('shop', { ambient: true, labels: ofNamespace });
    expect(captureOf(deployment('shop/reviews', { labels: ofPods }), shop)).toEqual({
      captured: false,
      reason: 'SIDECAR',
      predicted: true,
    });
  });

  it.each([
    ['the pods refuse', { 'istio-injection': 'enabled' }, { 'sidecar.istio.io/inject': 'false' }],
    ['the namespace refuses', { 'istio-injection': 'disabled' }, { 'sidecar.istio.io/inject': 'true' }],
  ])('gives way to no sidecar when %s', (_when, ofNamespace, ofPods) => {
    const shop = namespace('shop', { ambient: true, labels: ofNamespace });
    expect(captureOf(deployment('shop/reviews', { labels: ofPods }), shop).captured).toBe(true);
  });
});

it('does not take a gateway that the injector fills in for an application with a sidecar', () => {
  const [gateway] = modelOf(
    manifestsFromYaml(`
apiVersion: apps/v1
kind: Deployment
metadata: { name: ingress, namespace: edge }
spec:
  template:
    metadata:
      labels: { sidecar.istio.io/inject: "true" }
      annotations: { inject.istio.io/templates: gateway }
    spec: { containers: [{ name: istio-proxy, image: auto }] }
`),
  ).workloads;
  expect(gateway).toMatchObject({ sidecar: false, capture: { captured: false, reason: 'SIDECAR' } });
});

describe('the settings of the CNI', () => {
  const settings = (data: Record<string, string>) =>
    manifestOf({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'istio-cni-config', namespace: 'istio-system' },
      data,
    });
  const captureWith = (data: Record<string, string>, web: Manifest, istioVersion = '1.30.0'): Capture | undefined =>
    modelOf([namespace('shop', { ambient: true }), settings(data), web], { istioVersion }).workloads[0]?.capture;
  const selector = `
- podSelector: { matchLabels: { mesh: "yes" } }
- namespaceSelector: { matchExpressions: [{ key: team, operator: Exists }] }
`;

  it('decide which labels enrol', () => {
    const asking = deployment('shop/web', { labels: { mesh: 'yes' } });
    expect(captureWith({ AMBIENT_ENABLEMENT_SELECTOR: selector }, asking)?.reason).toBe('POD_LABEL');
    expect(captureWith({ AMBIENT_ENABLEMENT_SELECTOR: selector }, deployment('shop/web'))?.reason).toBe('NOT_ENROLLED');
  });

  it('could not change the labels before 1.27, and cannot by what is no list', () => {
    const web = deployment('shop/web');
    expect(captureWith({ AMBIENT_ENABLEMENT_SELECTOR: selector }, web, '1.26.8')?.reason).toBe('NAMESPACE_LABEL');
    expect(captureWith({ AMBIENT_ENABLEMENT_SELECTOR: 'a: [' }, web)?.reason).toBe('NAMESPACE_LABEL');
    expect(captureWith({ AMBIENT_ENABLEMENT_SELECTOR: 'a: b' }, web)?.reason).toBe('NAMESPACE_LABEL');
  });

  it('exclude namespaces by name, and may switch ambient off', () => {
    const web = deployment('shop/web');
    expect(captureWith({ EXCLUDE_NAMESPACES: 'kube-system, shop' }, web)?.reason).toBe('EXCLUDED_NAMESPACE');
    expect(captureWith({ EXCLUDED_NAMESPACES: '' }, web)?.reason).toBe('NAMESPACE_LABEL');
    expect(captureWith({ AMBIENT_ENABLED: 'false' }, web)?.reason).toBe('NOT_ENROLLED');
  });
});
