import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const api = fileURLToPath(new URL('../../api/dist/main.js', import.meta.url));

/** The real API as a process, on a free port, with a database in memory. */
export class Service {
  private constructor(
    readonly address: string,
    readonly port: number,
    private readonly child: ChildProcess,
  ) {}

  static async start(): Promise<Service> {
    const port = await freePort();
    const child = spawn(process.execPath, [api], {
      env: { PATH: process.env.PATH, WAYMARK_API_PORT: String(port), DATABASE_URL: 'pglite:memory://' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
    const address = `http://127.0.0.1:${port}`;
    while (
      !(await fetch(`${address}/readyz`).then(
        (response) => response.ok,
        () => false,
      ))
    ) {
      if (child.exitCode !== null) throw new Error(`The API ended:\n${said}`);
      await delay(100);
    }
    return new Service(address, port, child);
  }

  async get(path: string): Promise<unknown> {
    return (await fetch(`${this.address}${path}`)).json();
  }

  async ask(query: string): Promise<unknown> {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${this.address}/graphql`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query }),
    });
    return ((await response.json()) as { data: unknown }).data;
  }

  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    if (this.child.exitCode === null) await once(this.child, 'close');
  }
}

/** What stands between a program and a service on a bad day: the first faults happen, then all goes through. */
export class BadNetwork {
  readonly requests: { method: string; idempotencyKey: string | undefined }[] = [];
  address = '';
  readonly #server: Server;

  private constructor(port: number, faults: readonly Fault[]) {
    const left = [...faults];
    this.#server = createServer((incoming, response) => {
      const idempotencyKey = incoming.headers['idempotency-key'];
      this.requests.push({ method: incoming.method ?? '', idempotencyKey: idempotencyKey?.toString() });
      (left.shift() ?? forward)(port, incoming, response);
    });
  }

  static async before(port: number, ...faults: Fault[]): Promise<BadNetwork> {
    const network = new BadNetwork(port, faults);
    network.#server.listen(0, '127.0.0.1');
    await once(network.#server, 'listening');
    network.address = `http://127.0.0.1:${(network.#server.address() as AddressInfo).port}`;
    return network;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

type Fault = (port: number, incoming: IncomingMessage, response: ServerResponse) => void;

export const forward: Fault = (port, incoming, response) => {
  const { method, headers, url: path } = incoming;
  const outgoing = request({ port, host: '127.0.0.1', method, headers, path }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  incoming.pipe(outgoing);
};

/** The service does its work, and nobody hears of it. */
export const loseAnswer: Fault = (port, incoming, response) => {
  const { method, headers, url: path } = incoming;
  const outgoing = request({ port, host: '127.0.0.1', method, headers, path }, (answer) => {
    answer.resume().once('end', () => response.destroy());
  });
  incoming.pipe(outgoing);
};

export const beBusy: Fault = (_port, incoming, response) => {
  incoming.resume().once('end', () => response.writeHead(503, { 'retry-after': '0' }).end('busy'));
};

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
