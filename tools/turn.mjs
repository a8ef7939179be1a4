import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { stateFolder } from './places.mjs';

/** Two commands at once in a fresh clone would install over each other: the second waits for the first. */
export async function takeTurn(say) {
  mkdirSync(stateFolder, { recursive: true });
  const turn = join(stateFolder, 'turn');
  for (let waited = 0; ; waited += 1) {
    try {
      writeFileSync(turn, String(process.pid), { flag: 'wx' });
      return () => rmSync(turn, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const owner = Number(readFileSync(turn, { encoding: 'utf8', flag: 'a+' }));
    if (!isAlive(owner)) rmSync(turn, { force: true });
    else if (waited % 20 === 0) say(`Waiting for process ${owner}, which installs or builds this folder`);
    await delay(500);
  }
}

function isAlive(pid) {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
