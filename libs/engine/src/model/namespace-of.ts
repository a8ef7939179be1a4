import type { Manifest } from '../manifest/manifest.js';

/** Namespaced objects without a namespace land in `default`, as kubectl puts them. */
export const namespaceOf = (manifest: Manifest): string => manifest.namespace || 'default';
