import { afterAll, describe, expect, it } from '@jest/globals';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from './database.js';
import { DatabaseFolderLocked } from './errors.js';
import { lockFolder } from './folder-lock.js';

const temporary = mkdtempSync(join(tmpdir(), 'waymark-lock-'));
afterAll(() => rmSync(temporary, { recursive: true }));
let folders = 0;
const freshFolder = () => join(temporary, `pg-${(folders += 1)}`);

describe('the lock of a PGlite folder', () => {
  it('keeps out a second opener, who is told which process to stop', async () => {
    const folder = freshFolder();
    const database = await openDatabase(`pglite:${folder}`);
    const error: unknown = await openDatabase(`pglite:${folder}`).catch((reason: unknown) => reason);
    await database.close();
    expect(error).toBeInstanceOf(DatabaseFolderLocked);
    expect(String(error)).toContain(`process ${process.pid}`);
    expect(String(error)).toContain('Stop that process');
    lockFolder(folder)();
    expect(existsSync(`${folder}.lock`)).toBe(false);
  }, 60_000);

  it('is respected when another process holds it, and taken over when that one has ended', async () => {
    const folder = freshFolder();
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(other, 'spawn');
    const started = spawnSync('sh', ['-c', `cut -d' ' -f22 /proc/${other.pid}/stat`], { encoding: 'utf8' });
    writeFileSync(`${folder}.lock`, `${other.pid} ${started.stdout.trim()}\n`);
    expect(() => lockFolder(folder)).toThrow(DatabaseFolderLocked);
    other.kill('SIGKILL');
    await once(other, 'exit');
    lockFolder(folder)();
  });

  it('is taken over when its pid went to another process, as in a container that was started again', () => {
    const folder = freshFolder();
    writeFileSync(`${folder}.lock`, `${process.ppid} 1\n`);
    lockFolder(folder)();
  });

  it('is taken over when its writer died before it had written', () => {
    const folder = freshFolder();
    writeFileSync(`${folder}.lock`, '');
    lockFolder(folder)();
  });
});
