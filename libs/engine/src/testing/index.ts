export * from './builders.js';
export { manifestsFromYaml } from './from-yaml.js';
export { manifestOf } from './manifest-of.js';
export { modelOf } from './model-of.js';
