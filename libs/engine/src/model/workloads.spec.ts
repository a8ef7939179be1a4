import { describe, expect, it } from '@jest/globals';
import { buildModel } from './build.js';
import { deployment, manifestsFromYaml, modelOf, namespace, object, pod, serviceEntry } from '../testing/index.js';
import type { Manifest } from '../manifest/manifest.js';

const shop = namespace('shop', { ambient: true });

const summary = (manifests: readonly Manifest[]) =>
  modelOf(manifests).workloads.map(({ kind, name, owner }) => `${kind} ${name} of ${owner.kind} ${owner.name}`);

const controlledBy = (kind: string, name: string) => ({ ownerReferences: [{ kind, name, controller: true }] });
const template = (app: string) => ({ template: { metadata: { labels: { app } }, spec: { containers: [] } } });

describe('workloads of a rendered snapshot', () => {
  it.each([
    ['apps/v1', 'Deployment', template('web')],
    ['apps/v1', 'StatefulSet', template('web')],
    ['apps/v1', 'DaemonSet', template('web')],
    ['apps/v1', 'ReplicaSet', template('web')],
    ['argoproj.io/v1alpha1', 'Rollout', template('web')],
    ['batch/v1', 'Job', template('web')],
    ['batch/v1', 'CronJob', { jobTemplate: { spec: template('web') } }],
  ])('come from the pod template of %s %s', (apiVersion, kind, spec) => {
    const [workload] = modelOf([shop, object(apiVersion, kind, 'shop/web', spec)]).workloads;
    expect(workload).toMatchObject({ kind: 'PodTemplate', labels: { app: 'web' }, owner: { kind, name: 'web' } });
    expect(workload?.capture).toEqual({ captured: true, reason: 'NAMESPACE_LABEL', predicted: true });
  });

  it('carry the account, the ports and the network of the template', () => {
    const web = deployment('shop/web', { serviceAccount: 'web', ports: { http: 8080 } });
    const [workload] = modelOf([shop, web]).workloads;
    expect(workload).toMatchObject({ serviceAccount: 'web', hostNetwork: false, addresses: [] });
    expect(workload?.containerPorts.get('http')).toBe(8080);
  });

  it('run as the default account when the template names none', () => {
    expect(modelOf([shop, deployment('shop/web')]).workloads[0]?.serviceAccount).toBe('default');
  });

  it('are reported, not guessed, when a controller has no template', () => {
    const { model, skipped } = buildModel([shop, object('apps/v1', 'Deployment', 'shop/web', { replicas: 1 })]);
    expect(model.workloads).toEqual([]);
    expect(skipped).toMatchObject([
      { reason: 'INVALID_OBJECT', message: 'Deployment shop/web has no spec.template; add the pod template.' },
    ]);
  });
});

describe('workloads of a live snapshot', () => {
  const web = deployment('shop/web');
  const replicaSet = object(
    'apps/v1',
    'ReplicaSet',
    'shop/web-7d9f',
    template('web'),
    controlledBy('Deployment', 'web'),
  );
  const webPod = pod('shop/web-7d9f-abcde', controlledBy('ReplicaSet', 'web-7d9f'));

  it('are its pods, under the name of their Deployment, and not its templates besides', () => {
    expect(summary([shop, web, replicaSet, webPod])).toEqual(['Pod web-7d9f-abcde of Deployment web']);
  });

  it('do not count a Deployment twice through its ReplicaSets', () => {
    expect(summary([shop, web, replicaSet])).toEqual(['PodTemplate web of Deployment web']);
  });

  it('come from a ReplicaSet with replicas when its Deployment is not in the snapshot', () => {
    const old = object(
      'apps/v1',
      'ReplicaSet',
      'shop/web-1111',
      { ...template('web'), replicas: 0 },
      controlledBy('Deployment', 'web'),
    );
    expect(summary([shop, old, replicaSet])).toEqual(['PodTemplate web-7d9f of Deployment web']);
  });

  it('know their Deployment by the hash of the template when ReplicaSets are missing', () => {
    const labels = { 'pod-template-hash': '7d9f' };
    expect(summary([shop, pod('shop/web-7d9f-abcde', { labels, ...controlledBy('ReplicaSet', 'web-7d9f') })])).toEqual([
      'Pod web-7d9f-abcde of Deployment web',
    ]);
  });

  it('know the Rollout of a canary by its own hash label', () => {
    const labels = { 'rollouts-pod-template-hash': '7d9f' };
    expect(summary([shop, pod('shop/web-7d9f-abcde', { labels, ...controlledBy('ReplicaSet', 'web-7d9f') })])).toEqual([
      'Pod web-7d9f-abcde of Rollout web',
    ]);
  });

  it('know their CronJob through the Job, or by the minute in its name', () => {
    const job = object('batch/v1', 'Job', 'shop/report-x', template('report'), controlledBy('CronJob', 'report'));
    expect(summary([shop, job, pod('shop/report-x-1', controlledBy('Job', 'report-x'))])).toEqual([
      'Pod report-x-1 of CronJob report',
    ]);
    expect(summary([shop, pod('shop/report-28123456-1', controlledBy('Job', 'report-28123456'))])).toEqual([
      'Pod report-28123456-1 of CronJob report',
    ]);
  });

  it('own themselves when nothing, or only their node, controls them', () => {
    expect(summary([shop, pod('shop/alone'), pod('shop/static', controlledBy('Node', 'node-1'))])).toEqual([
      'Pod alone of Pod alone',
      'Pod static of Pod static',
    ]);
  });

  it('keep the template of a CronJob whose pods have all ended', () => {
    const cron = object('batch/v1', 'CronJob', 'shop/report', { jobTemplate: { spec: template('report') } });
    const ended = pod('shop/report-28123456-1', { phase: 'Succeeded', ...controlledBy('Job', 'report-28123456') });
    expect(summary([shop, cron, ended])).toEqual([
      'PodTemplate report of CronJob report',
      'Pod report-28123456-1 of CronJob report',
    ]);
  });

  it('leave out a Job that is done', () => {
    const [done] = manifestsFromYaml(`
apiVersion: batch/v1
kind: Job
metadata: { name: migrate, namespace: shop }
spec: { template: { spec: { containers: [] } } }
status: { completionTime: "2026-01-01T00:00:00Z" }
`);
    expect(summary([shop, ...(done === undefined ? [] : [done])])).toEqual([]);
  });
});

describe('labels of a workload', () => {
  it('tell a pod without a labels field from one with empty labels', () => {
    const model = modelOf(
      manifestsFromYaml(`
apiVersion: v1
kind: Pod
metadata: { name: bare, namespace: shop }
spec: { containers: [] }
---
apiVersion: v1
kind: Pod
metadata: { name: empty, namespace: shop, labels: {} }
spec: { containers: [] }
`),
    );
    expect(model.workloads.map(({ name, labels }) => [name, labels])).toEqual([
      ['bare', undefined],
      ['empty', {}],
    ]);
  });
});

it('knows one workload for each inline endpoint of a ServiceEntry, and one for each host that DNS names', () => {
  const listed = serviceEntry('shop/listed', {
    hosts: ['a.example', 'b.example'],
    resolution: 'STATIC',
    endpoints: [{ address: '192.0.2.1' }, { address: '192.0.2.2', serviceAccount: 'vm' }],
  });
  const named = serviceEntry('shop/named', { hosts: ['c.example', 'd.example'], resolution: 'DNS' });
  const selecting = serviceEntry('shop/selecting', { hosts: ['e.example'], resolution: 'DNS', workloadSelector: {} });
  const model = modelOf([shop, listed, named, selecting]);
  expect(model.workloads.map(({ name, addresses }) => `${name} ${addresses.join()}`)).toEqual([
    'listed 192.0.2.1',
    'listed 192.0.2.2',
    'named c.example',
    'named d.example',
  ]);
  const behind = model.services.map(({ hostname, workloads }) => [
    hostname,
    workloads.flatMap(({ addresses }) => addresses),
  ]);
  expect(behind).toEqual([
    ['a.example', ['192.0.2.1', '192.0.2.2']],
    ['b.example', ['192.0.2.1', '192.0.2.2']],
    ['c.example', ['c.example']],
    ['d.example', ['d.example']],
    ['e.example', []],
  ]);
});
