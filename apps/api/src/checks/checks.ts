import { catalogue, type Severity } from '@waymark/engine';
import type { CheckType } from './check.type.js';

const checksById = new Map<string, CheckType>(
  catalogue.map(({ id, severity, title, why, fix, source }) => [id, { id, severity, title, why, fix, source }]),
);

/** The documentation of a check. A finding of an older release may name one that is no more. */
export function checkOf(id: string, severity: Severity): CheckType {
  const retired = { title: id, why: 'This check is not part of this release any more.', fix: '', source: '' };
  return checksById.get(id) ?? { id, severity, ...retired };
}

export const allChecks = (): CheckType[] => [...checksById.values()];
