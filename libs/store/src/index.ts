export { openDatabase, type Database, type QueueAccess } from './database.js';
export * from './errors.js';
export { SEES_ALL, selectsName, type ClusterSelector, type Viewer } from './viewer.js';
export { EMPTY_PAGE, LARGEST_PAGE, type Edge, type Page, type PageRequest } from './page.js';
export { contentOf, type Content, type StoredObject } from './content.js';
export { policyId } from './ids.js';
export { freshnessOf, type Freshness } from './freshness.js';
export * from './analysis.repository.js';
export * from './audit.repository.js';
export * from './cluster.repository.js';
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
export * from './snapshot.repository.js';
export * from './token.repository.js';
export * from './verdict.repository.js';
