export * from './builders.js';
export { manifestsFromYaml } from './from-yaml.js';
export { manifestOf } from './manifest-of.js';
export { modelOf } from './model-of.js';
export { effectOn, verdictLine, verdictOn, verdictsAbout } from './verdict-lines.js';
export { caseOf, type CheckCase } from './check-cases.js';
export { checkDocs } from './check-docs.js';
