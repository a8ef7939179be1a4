export { openDatabase, type Database, type QueueAccess } from './database.js';
export * from './errors.js';
export { SEES_ALL, seesAll, selectsName, type ClusterSelector, type Viewer } from './viewer.js';
export { EMPTY_PAGE, LARGEST_PAGE, type Edge, type Page, type PageRequest } from './page.js';
export { contentOf, type Content, type StoredObject } from './content.js';
export { clusterFactsOf, NO_FACTS, type ClusterFacts, type RiskSide } from './cluster-facts.js';
export { policyId } from './ids.js';
export type { ChangeCause } from './finish.js';
export { freshnessOf, type Freshness } from './freshness.js';
export * from './analysis.repository.js';
export * from './audit.repository.js';
export * from './change.repository.js';
export * from './cluster.repository.js';
export * from './cohort.repository.js';
export { CELL_CLASSES, type CellClass, type DriftAspect } from './drift-matrix.js';
export { DRIFT_CAUSES, type DriftCause } from './drift-reason.js';
export * from './drift.repository.js';
export * from './extension.repository.js';
export {
  FindingRepository,
  type CheckCount,
  type FindingFilter,
  type FindingList,
  type FindingOrder,
  type FindingState,
  type StoredFinding,
} from './finding.repository.js';
export * from './fleet.repository.js';
export * from './policy.repository.js';
export * from './risk.repository.js';
export * from './snapshot.repository.js';
export * from './token.repository.js';
export * from './trend.repository.js';
export * from './verdict.repository.js';
