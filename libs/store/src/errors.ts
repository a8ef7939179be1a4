/** What the store refuses, and why; the message says what to do next. Anything else that it throws is a fault. */
export abstract class StoreError extends Error {
  override get name(): string {
    return this.constructor.name;
  }
}

export class InvalidDatabaseUrl extends StoreError {
  constructor(url: string) {
    super(
      `DATABASE_URL "${url.replace(/:[^:@/]*@/, ':***@')}" is not understood. ` +
        'Use pglite:FOLDER, pglite:memory:// or postgresql://USER:PASSWORD@HOST:PORT/DATABASE.',
    );
  }
}

export class DatabaseFolderLocked extends StoreError {
  constructor(folder: string, pid: number) {
    super(
      `The data folder ${folder} is in use by process ${pid}. ` +
        'Stop that process, or choose another folder (WAYMARK_DATA_DIR, or DATABASE_URL=pglite:FOLDER).',
    );
  }
}

export class DatabaseUnreachable extends StoreError {
  constructor(cause: unknown) {
    super(
      `The database does not answer: ${cause instanceof Error ? cause.message : String(cause)}. ` +
        'Check that it runs and that DATABASE_URL names its host, port, user, password and database.',
      { cause },
    );
  }
}

export class MigrationFailed extends StoreError {
  constructor(migration: string, cause: unknown) {
    super(
      `The migration ${migration} failed and was rolled back: ${cause instanceof Error ? cause.message : String(cause)}. ` +
        'The database is as it was before; correct the cause and start again.',
      { cause },
    );
  }
}

export class MigrationChanged extends StoreError {
  constructor(migration: string) {
    super(
      `The migration ${migration} was applied in another form than this release brings. ` +
        'Use the release that the database was made with, or an empty database.',
    );
  }
}

export class DatabaseTooNew extends StoreError {
  constructor(migration: string) {
    super(
      `The database has the migration ${migration}, which this release does not know. Use the newer release that made it.`,
    );
  }
}

export class ClusterNotFound extends StoreError {
  constructor(readonly cluster: string) {
    super(`The cluster "${cluster}" is not known. Upload a snapshot with a token that may create it.`);
  }
}

export class UploadIdReused extends StoreError {
  constructor(readonly uploadId: string) {
    super(
      `The upload id "${uploadId}" already belongs to another body in this cluster. ` +
        'Use a new id for a new upload; use the same id only to retry the same bytes.',
    );
  }
}

export class DuplicateObject extends StoreError {
  constructor(readonly objects: readonly string[]) {
    super(
      `The upload holds ${objects.length === 1 ? 'an object' : `${objects.length} objects`} twice: ` +
        `${objects.slice(0, 5).join(', ')}. Upload each object once.`,
    );
  }
}

export class InvalidCursor extends StoreError {
  constructor() {
    super('The cursor is not one of this list. Take `after` from pageInfo.endCursor of the same query and order.');
  }
}

export class AnalysisTakenOver extends StoreError {
  constructor(readonly analysisId: string) {
    super(`The analysis ${analysisId} is no longer run by this process: another one took it over.`);
  }
}

export class UnstorableObject extends StoreError {
  constructor(readonly object: string) {
    super(`${object} holds a character that cannot be stored: U+0000, or half of a surrogate pair. Remove it.`);
  }
}

export class CohortNotFound extends StoreError {
  constructor(readonly cohort: string) {
    super(`The cohort "${cohort}" is not known. Create it with the mutation createCohort, or take one from cohorts.`);
  }
}

export class CohortNameTaken extends StoreError {
  constructor(readonly cohort: string) {
    super(`There is already a cohort "${cohort}". Choose another name, or change that one.`);
  }
}

export class BaselineNotInCohort extends StoreError {
  constructor(
    readonly cluster: string,
    readonly cohort: string,
  ) {
    super(
      `The cluster "${cluster}" is not in the cohort "${cohort}". Take the baseline from its clusters, or leave it out.`,
    );
  }
}

export class SnapshotsNotComparable extends StoreError {
  constructor() {
    super(
      'The two snapshots are not of one cluster, the older first. Take both ids from Cluster.snapshots of one cluster.',
    );
  }
}
