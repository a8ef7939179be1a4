import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { receiptSchema, snapshotSchema } from '@waymark/contract';
import { BadNetwork, beBusy, loseAnswer, Service } from './service.js';
import { Workshop } from './waymark.js';

jest.setTimeout(120_000);

const MANIFESTS = `apiVersion: v1
kind: Namespace
metadata: { name: payments, labels: { istio.io/dataplane-mode: ambient } }
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: api, namespace: payments }
`;

describe('waymark upload', () => {
  const workshop = new Workshop({ 'k8s/payments.yaml': MANIFESTS, 'other/values.yaml': 'replicas: 3\n' });
  let service: Service;
  let network: BadNetwork | undefined;
  beforeAll(async () => {
    service = await Service.start();
  });
  afterEach(() => network?.stop());
  afterAll(async () => {
    await service?.stop();
    workshop.remove();
  });

  const upload = (cluster: string, server: string, ...more: string[]) =>
    workshop.run(['upload', '--server', server, '--cluster', cluster, ...more]);
  const snapshotsOf = async (name: string) =>
    (await service.ask(`{ cluster(name: "${name}") { snapshots(first: 10) { totalCount } } }`)) as {
      cluster: { snapshots: { totalCount: number } } | null;
    };

  it('sends the manifests and links to the result', async () => {
    const { exitCode, stdout, stderr } = await upload('prod-eu', service.address, 'k8s');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const [sentence, link] = stdout.split('\n');
    expect(sentence).toBe('Snapshot 1 of prod-eu: 2 objects, 0 skipped.');
    const { data } = snapshotSchema.safeParse(await (await fetch(link ?? '')).json());
    expect(data).toMatchObject({ cluster: 'prod-eu', sequence: 1 });
  });

  it('waits for the analysis when asked to, and answers with JSON', async () => {
    const { exitCode, stdout } = await upload('waiting', service.address, '--wait', '--output', 'json', 'k8s');
    expect(exitCode).toBe(0);
    expect(snapshotSchema.parse(JSON.parse(stdout))).toMatchObject({ analysis: { state: 'DONE', error: null } });
  });

  it('links to the dashboard when it knows where that is', async () => {
    const { stdout } = await upload('prod-eu', service.address, '--dashboard', 'https://waymark.example/', 'k8s');
    expect(stdout).toContain('\nhttps://waymark.example/clusters/prod-eu\n');
  });

  it('never uploads twice when an answer is lost on the way', async () => {
    network = await BadNetwork.before(service.port, loseAnswer, loseAnswer);
    const { exitCode, stderr } = await upload('lossy', network.address, 'k8s');
    expect(exitCode).toBe(0);
    expect(stderr.match(/Trying again/g)).toHaveLength(2);
    expect(new Set(network.requests.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
    expect(await snapshotsOf('lossy')).toEqual({ cluster: { snapshots: { totalCount: 1 } } });
  });

  it('tries again while the service is busy, and says so', async () => {
    network = await BadNetwork.before(service.port, beBusy, beBusy, beBusy);
    const { exitCode, stderr } = await upload('busy', network.address, 'k8s');
    expect({ exitCode, tries: network.requests.length }).toEqual({ exitCode: 0, tries: 4 });
    expect(stderr).toContain('The server answered 503 Service Unavailable. Trying again in 0.0 s.');
  });

  it('gives up with exit code 4 when nobody answers', async () => {
    network = await BadNetwork.before(service.port, beBusy, beBusy);
    expect(await upload('gone', network.address, '--retries', '1', 'k8s')).toMatchObject({ exitCode: 4, stdout: '' });
    network.stop();
    const { exitCode, stderr } = await upload('gone', network.address, '--retries', '0', 'k8s');
    expect({ exitCode, stderr }).toEqual({
      exitCode: 4,
      stderr: expect.stringMatching(/^waymark: http\S+ does not answer/),
    });
  });

  it('passes on what the service refuses, with exit code 2', async () => {
    const { exitCode, stderr } = await upload('prod-eu', service.address, 'other');
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^waymark: .+\(request .+\)/);
  });

  it('tells where the manifests come from when GitHub or GitLab runs it', async () => {
    const args = ['upload', '--server', service.address, '--cluster', 'ci', '--output', 'json', 'k8s'];
    const commit = 'a'.repeat(40);
    const github = await workshop.run(args, {
      GITHUB_ACTIONS: 'true',
      GITHUB_REPOSITORY: 'acme/mesh',
      GITHUB_SHA: commit,
      GITHUB_REF: 'refs/heads/main',
      GITHUB_RUN_ID: '17',
    });
    expect(receiptSchema.parse(JSON.parse(github.stdout))).toMatchObject({
      repository: 'https://github.com/acme/mesh',
      commit,
      ref: 'refs/heads/main',
      run: 'https://github.com/acme/mesh/actions/runs/17',
    });
    const gitlab = await workshop.run(args, {
      GITLAB_CI: 'true',
      CI_PROJECT_URL: 'https://git.example/acme/mesh',
      CI_COMMIT_SHA: commit,
      CI_COMMIT_REF_NAME: 'main',
      CI_JOB_URL: 'https://git.example/acme/mesh/-/jobs/5',
    });
    expect(receiptSchema.parse(JSON.parse(gitlab.stdout))).toMatchObject({
      repository: 'https://git.example/acme/mesh',
      ref: 'main',
      run: 'https://git.example/acme/mesh/-/jobs/5',
    });
  });
});
