import type { Check } from './define-check.js';

/** Every check, sorted by id. A test keeps it equal to the folders beside it. */
export const catalogue: readonly Check[] = [];
