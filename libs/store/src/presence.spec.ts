import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { AnalysisRepository } from './analysis.repository.js';
import { openDatabase } from './database.js';
import { SnapshotRepository } from './snapshot.repository.js';
import { analyseNext, forEachDatabase, shopYaml, uploadOf } from './testing/index.js';
import { SEES_ALL } from './viewer.js';

/** A worker that takes a job and never ends it; the built library, because it runs outside of Jest. */
const WORKER = `
  const { openDatabase, AnalysisRepository } = await import(process.argv[1]);
  const database = await openDatabase(process.argv[2]);
  const job = await new AnalysisRepository(database).beginNext();
  console.log(job.id);
  setInterval(() => {}, 1000);`;
const LIBRARY = new URL('../dist/index.js', import.meta.url).href;

forEachDatabase((_, { kind, freshUrl }) => {
  describe('a worker that is killed', () => {
    it('loses its work to the next one at once', async () => {
      const url = await freshUrl();
      const first = await openDatabase(url);
      const { analysisId } = await new SnapshotRepository(first).receive('shop', uploadOf(shopYaml()));
      if (kind === 'pglite') await first.close(); // one process at a time
      const worker = spawn(process.execPath, ['--input-type=module', '-e', WORKER, LIBRARY, url], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [said] = (await once(worker.stdout, 'data')) as [Buffer];
      expect(said.toString().trim()).toBe(analysisId);
      if (kind === 'postgresql') expect(await new AnalysisRepository(first).beginNext()).toBeNull();
      worker.kill('SIGKILL');
      await once(worker, 'exit');
      const second = kind === 'pglite' ? await openDatabase(url) : first;
      const analyses = new AnalysisRepository(second);
      while ((await analyses.recoverInterrupted()) === 0) {
        await new Promise((resolve) => setTimeout(resolve, 50)); // the server notices within moments
      }
      const { job } = await analyseNext(analyses, new SnapshotRepository(second));
      expect(job).toMatchObject({ id: analysisId, attempt: 2 });
      expect(await analyses.stateOf(SEES_ALL, analysisId)).toBe('DONE');
      await second.close();
    }, 180_000);
  });
});
