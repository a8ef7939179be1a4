import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, jest } from '@jest/globals';
import { freePorts, isRunning, RunningStart } from './running-start.js';

jest.setTimeout(300_000);

const folder = mkdtempSync(join(tmpdir(), 'waymark-start-'));
const data = { WAYMARK_DATA_DIR: join(folder, 'data') };
const running = new Set<RunningStart>();

async function start(environment: Record<string, string> = {}) {
  const ports = { ...(await freePorts()), ...environment };
  const started = new RunningStart({ ...data, DATABASE_URL: '', ...ports });
  running.add(started);
  return { started, ports };
}

/** Ends it and fails when any process that it had is still there. */
async function endCleanly(started: RunningStart): Promise<void> {
  const before = started.descendants();
  expect([...before.values()].some((command) => command.includes('apps/api/dist/main.js'))).toBe(true);
  started.terminate();
  await started.ended;
  expect([...before].filter(([pid]) => isRunning(pid))).toEqual([]);
}

const clustersAt = async (port: string) => {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query: '{ clusters(first: 50) { nodes { name labels { key } lastSnapshot { sequence analysis { state } } } } }',
    }),
  });
  const { data } = (await response.json()) as { data: { clusters: { nodes: { name: string; labels: object[] }[] } } };
  return data.clusters.nodes;
};

describe('npm start', () => {
  afterEach(async () => {
    for (const started of running) {
      started.terminate();
      await started.ended;
    }
    running.clear();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('goes on with an example fleet whose first load was interrupted, and ends with all that it started', async () => {
    const first = await start();
    await first.started.says('(3 of 6)');
    await endCleanly(first.started);

    const second = await start();
    await second.started.says('Waymark is running');
    expect(second.started.output).not.toContain('(1 of 6)');
    const clusters = await clustersAt(second.ports.WAYMARK_API_PORT);
    expect(clusters).toHaveLength(6);
    for (const { labels, ...cluster } of clusters) {
      expect(labels.length).toBeGreaterThan(0);
      expect(cluster).toMatchObject({ lastSnapshot: { sequence: 1, analysis: { state: 'DONE' } } });
    }
    const page = await fetch(`http://127.0.0.1:${second.ports.WAYMARK_DASHBOARD_PORT}/`);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('prod-eu-west')]);
    await endCleanly(second.started);
    expect(await second.started.ended).toBe(0);
  });

  it('says in one sentence that a port is taken, and that the data folder is', async () => {
    const { started, ports } = await start({ WAYMARK_EXAMPLES: '0' });
    await started.says('Waymark is running');

    const samePort = await start({ ...ports, WAYMARK_DASHBOARD_PORT: (await freePorts()).WAYMARK_DASHBOARD_PORT });
    expect(await samePort.started.ended).toBe(1);
    expect(samePort.started.output).toMatch(/^Port \d+ is in use: [^\n]+WAYMARK_API_PORT[^\n]+\n$/);

    const sameFolder = await start();
    expect(await sameFolder.started.ended).toBe(1);
    expect(sameFolder.started.output).toContain(data.WAYMARK_DATA_DIR);
    expect(sameFolder.started.output).toMatch(/in use|another process|locked/i);
  });

  it('ends the dashboard, with exit code 1, when the API dies', async () => {
    const { started } = await start({ WAYMARK_EXAMPLES: '0' });
    await started.says('Waymark is running');
    const before = started.descendants();
    const [api] = [...before].find(([, command]) => command.includes('apps/api/dist/main.js')) ?? [0];
    process.kill(api, 'SIGKILL');
    expect(await started.ended).toBe(1);
    expect([...before].filter(([pid]) => isRunning(pid))).toEqual([]);
  });

  it.each([
    [{ WAYMARK_API_PORT: 'http' }, 'WAYMARK_API_PORT is "http", which is not a port from 1 to 65535.\n'],
    [
      { WAYMARK_API_PORT: '4999', WAYMARK_DASHBOARD_PORT: '4999' },
      'WAYMARK_API_PORT and WAYMARK_DASHBOARD_PORT are both 4999: choose two ports.\n',
    ],
  ])('refuses %o', async (environment, sentence) => {
    const { started } = await start(environment as Record<string, string>);
    expect(await started.ended).toBe(1);
    expect(started.output).toBe(sentence);
  });
});
