import { afterAll, describe } from '@jest/globals';
import type { Database } from '../database.js';
import { pgliteSource, postgresSource, type DatabaseSource } from './fresh-database.js';

export interface DatabaseFixture {
  readonly kind: Database['kind'];
  /** For a process of its own: the URL of an empty database, removed after the tests. */
  freshUrl(): Promise<string>;
}

/**
 * Runs the tests on PGlite and on a real PostgreSQL: the one of TEST_DATABASE_URL, else one that is started for this
 * run. `open` gives an empty, migrated database each time it is called (in beforeAll or in a test); all are closed and
 * removed after the tests.
 */
export function forEachDatabase(tests: (open: () => Promise<Database>, fixture: DatabaseFixture) => void): void {
  onDatabase('pglite', pgliteSource(), tests);
  onDatabase('postgresql', postgresSource(), tests);
}

function onDatabase(
  kind: Database['kind'],
  source: DatabaseSource,
  tests: Parameters<typeof forEachDatabase>[0],
): void {
  describe(kind === 'pglite' ? 'on PGlite' : 'on PostgreSQL', () => {
    afterAll(() => source.dispose(), 60_000);
    tests(source.open, { kind, freshUrl: source.freshUrl });
  });
}
export { analyseNext, uploadOf } from './uploads.js';
export { growth, rowCounts } from './row-counts.js';
export { shopYaml, type Shop } from './shop.js';
export { analysisWith, fact, finding, ref, verdict } from './analyses.js';
