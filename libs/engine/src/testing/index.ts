export { manifestOf } from './manifest-of.js';
