import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** `npm start` as a process, with all that it says. */
export class RunningStart {
  output = '';
  readonly ended: Promise<number | null>;
  readonly #npm: ChildProcess;

  constructor(environment: Readonly<Record<string, string>>) {
    const env = { ...process.env, ...environment };
    this.#npm = spawn('npm', ['start', '--silent'], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    for (const stream of [this.#npm.stdout, this.#npm.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    }
    this.ended = new Promise((resolve) => this.#npm.once('close', resolve));
  }

  /** Until it has said this; fails with all that it said when it ends before. */
  async says(text: string): Promise<void> {
    let isOver = false;
    void this.ended.then(() => (isOver = true));
    while (!this.output.includes(text)) {
      if (isOver) throw new Error(`npm start ended without saying "${text}":\n${this.output}`);
      await delay(50);
    }
  }

  /** Every process below npm now, with its command line. */
  descendants(): Map<number, string> {
    const children = new Map<number, number[]>();
    for (const pid of readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)) {
      const parent = parentOf(pid);
      children.set(parent, [...(children.get(parent) ?? []), pid]);
    }
    const found = new Map<number, string>();
    const visit = (pid: number) =>
      (children.get(pid) ?? []).forEach((child) => {
        found.set(child, read(`/proc/${child}/cmdline`).replaceAll('\0', ' '));
        visit(child);
      });
    visit(this.#npm.pid ?? -1);
    return found;
  }

  /** What CI and `kill` do: the signal goes to npm alone. */
  terminate(): void {
    this.#npm.kill('SIGTERM');
  }
}

export const isRunning = (pid: number): boolean => read(`/proc/${pid}/cmdline`) !== '';

/** Two ports that nobody has now. */
export async function freePorts(): Promise<{ WAYMARK_API_PORT: string; WAYMARK_DASHBOARD_PORT: string }> {
  const servers = [createServer(), createServer()];
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<string>((resolve) => {
          server.listen(0, '127.0.0.1', () => resolve(String((server.address() as { port: number }).port)));
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return { WAYMARK_API_PORT: ports[0] ?? '', WAYMARK_DASHBOARD_PORT: ports[1] ?? '' };
}

/** Field 4 of proc_pid_stat(5), behind the program's name in brackets. */
function parentOf(pid: number): number {
  const stat = read(`/proc/${pid}/stat`);
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
