export { fuzzedCluster, type FuzzedCluster } from './cluster.js';
export { filesOf } from './files.js';
export { checkCluster } from './properties.js';
export { Reached } from './reached.js';
