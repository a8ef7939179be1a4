export * from './analysis.js';
export type * from './manifest/manifest.js';
export type * from './model/model.js';
export * from './model/policy.js';
export * from './model/route.js';
