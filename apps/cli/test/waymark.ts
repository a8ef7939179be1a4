import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../dist/main.js', import.meta.url));

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder of files in which the built program runs as a process of its own. */
export class Workshop {
  readonly folder = mkdtempSync(join(tmpdir(), 'waymark-cli-'));
  readonly #bin = join(this.folder, '.bin');

  constructor(files: Readonly<Record<string, string | Uint8Array>> = {}) {
    mkdirSync(this.#bin);
    writeFileSync(join(this.#bin, 'waymark'), `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`);
    chmodSync(join(this.#bin, 'waymark'), 0o755);
    for (const [path, content] of Object.entries(files)) this.write(path, content);
  }

  write(path: string, content: string | Uint8Array): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), content);
  }

  /** Runs a line of shell in which `waymark` is the program. */
  shell(line: string, environment: NodeJS.ProcessEnv = {}): Ended {
    const { status, stdout, stderr } = spawnSync('bash', ['-c', line], {
      cwd: this.folder,
      encoding: 'utf8',
      env: this.#environment(environment),
      input: '',
      maxBuffer: 64 * 1024 * 1024,
      timeout: 60_000,
    });
    return { exitCode: status, stdout, stderr };
  }

  /** Runs the program while this process goes on, so that a server in this process can answer it. */
  async run(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: this.folder,
      env: this.#environment(environment),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (ended.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (ended.stderr += text));
    const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
    return { exitCode, ...ended };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Nothing of the machine on which the tests run: no token, no CI, no colours. */
  #environment(given: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    return { PATH: `${this.#bin}:${process.env.PATH}`, HOME: this.folder, ...given };
  }
}
