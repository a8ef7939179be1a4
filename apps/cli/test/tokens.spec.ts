import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Service } from './service.js';
import { Workshop } from './waymark.js';

jest.setTimeout(120_000);

describe('waymark admin token', () => {
  const workshop = new Workshop({ 'k8s/ns.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: { name: payments }\n' });
  let service: Service;
  beforeAll(async () => {
    service = await Service.start();
  });
  afterAll(async () => {
    await service?.stop();
    workshop.remove();
  });

  const waymark = (token: string | undefined, ...args: string[]) =>
    workshop.run([...args, '--server', service.address, '--retries', '0'], token ? { WAYMARK_TOKEN: token } : {});
  const create = (token: string | undefined, name: string, ...args: string[]) =>
    waymark(token, 'admin', 'token', 'create', '--name', name, '--expires', '90d', ...args);

  it('leads from an open service to one that knows who uploads what', async () => {
    const tooEarly = await create(undefined, 'ci', '--scope', 'read');
    expect(tooEarly).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining('admin') });

    const first = await create(undefined, 'ops', '--scope', 'admin', '--scope', 'read');
    expect(first).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^waymark_\S+\n$/) });
    const admin = first.stdout.trim();

    const ci = (await create(admin, 'ci', '--scope', 'snapshots:write', '--cluster', 'prod-*')).stdout.trim();
    const uploads = ['upload', 'k8s', '--cluster'];
    expect(await waymark(undefined, ...uploads, 'prod-eu')).toMatchObject({ exitCode: 4, stdout: '' });
    expect(await waymark(ci, ...uploads, 'staging')).toMatchObject({ exitCode: 4, stdout: '' });
    expect(await waymark(ci, ...uploads, 'prod-eu')).toMatchObject({ exitCode: 0 });
    workshop.write('token', `${ci}\n`);
    expect(await waymark(undefined, ...uploads, 'prod-us', '--token-file', 'token')).toMatchObject({ exitCode: 0 });

    const list = await waymark(admin, 'admin', 'token', 'list');
    expect(list.stdout).not.toContain(ci);
    const row = list.stdout.split('\n').find((line) => line.includes('snapshots:write')) ?? '';
    expect(row).toMatch(/^\S+ +ci +snapshots:write +prod-\* +\d{4}-\d\d-\d\d +.+ +valid$/);

    const [id = ''] = row.split(' ');
    expect(await waymark(admin, 'admin', 'token', 'revoke', id)).toMatchObject({ exitCode: 0 });
    expect(await waymark(ci, ...uploads, 'prod-eu')).toMatchObject({ exitCode: 4 });
    expect(await waymark(admin, 'admin', 'token', 'revoke', 'nobody')).toMatchObject({ exitCode: 2 });
  });
});
