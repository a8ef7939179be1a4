import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The whole product as `npm start` runs it, on free ports and with a data folder of its own. */
export interface Product {
  readonly dashboard: string;
  readonly api: string;
  end(): Promise<void>;
}

export async function startProduct(environment: Readonly<Record<string, string>> = {}): Promise<Product> {
  const data = mkdtempSync(join(tmpdir(), 'waymark-e2e-'));
  const [apiPort, dashboardPort] = [await freePort(), await freePort()];
  const started = spawn(process.execPath, ['tools/start.mjs'], {
    cwd: root,
    env: {
      ...process.env,
      DATABASE_URL: '',
      WAYMARK_DATA_DIR: data,
      WAYMARK_API_PORT: apiPort,
      WAYMARK_DASHBOARD_PORT: dashboardPort,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await untilRunning(started);
  return {
    dashboard: `http://127.0.0.1:${dashboardPort}`,
    api: `http://127.0.0.1:${apiPort}`,
    end: async () => {
      await endProcess(started);
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** The built dashboard alone, asking an API at an address where there may be none. */
export async function startDashboard(apiUrl: string): Promise<Pick<Product, 'dashboard' | 'end'>> {
  const port = await freePort();
  const server = join(root, 'apps/dashboard/.next/standalone/apps/dashboard/server.js');
  const started = spawn(process.execPath, [server], {
    env: { ...process.env, HOSTNAME: '127.0.0.1', PORT: port, WAYMARK_API_URL: apiUrl },
    stdio: 'ignore',
  });
  const dashboard = `http://127.0.0.1:${port}`;
  for (let attempt = 0; attempt < 100; attempt++) {
    const answered = await fetch(`${dashboard}/icon.svg`).then(
      (response) => response.ok,
      () => false,
    );
    if (answered) return { dashboard, end: () => endProcess(started) };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await endProcess(started);
  throw new Error('The dashboard did not answer within ten seconds.');
}

async function untilRunning(started: ChildProcess): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    for (const stream of [started.stdout, started.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        if (said.includes('Waymark is running')) resolve();
      });
    }
    started.once('exit', (code) => reject(new Error(`It ended (${code}) before it ran:\n${said}`)));
  });
}

async function endProcess(started: ChildProcess): Promise<void> {
  if (started.exitCode !== null || started.signalCode !== null) return;
  const ended = once(started, 'exit');
  started.kill('SIGTERM');
  await ended;
}

/** A port that nobody has now. */
export async function freePort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return String(port);
}
