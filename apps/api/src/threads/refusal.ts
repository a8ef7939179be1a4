import type { ErrorDetail, RefusalCode } from '@waymark/contract';
import type { ReadResult, Skipped } from '@waymark/engine';

/** Errors lose their class on the way between threads, so a refusal travels as data. */
export interface Refusal {
  readonly refused: RefusalCode;
  readonly details: readonly ErrorDetail[];
}

export const isRefusal = (answer: object): answer is Refusal => 'refused' in answer;

const LISTED = 100;

/**
 * What makes the whole upload worthless, most telling first: either the sender is hostile, or nobody can tell what
 * the cluster really has. Other skipped objects are recorded beside those that were understood.
 */
const REFUSED: readonly RefusalCode[] = [
  'DAMAGED_ARCHIVE',
  'INVALID_ENCODING',
  'TOO_MANY_OBJECTS',
  'DOCUMENT_TOO_LARGE',
  'TOO_MANY_ALIASES',
  'TOO_DEEP',
  'DUPLICATE_KEY',
  'DUPLICATE_OBJECT',
];

/** Why manifests that were read must not be stored; undefined when they may. */
export function refusalOf({ manifests, skipped }: ReadResult): Refusal | undefined {
  for (const refused of REFUSED) {
    const at = skipped.filter(({ reason }) => reason === refused);
    if (at.length > 0) return { refused, details: at.slice(0, LISTED).map(detailOf) };
  }
  const forbidden = manifests.filter(({ body }) => hasForbiddenKey(body)).slice(0, LISTED);
  if (forbidden.length > 0) {
    const detail = 'The object holds the key "__proto__"; remove it.';
    return { refused: 'FORBIDDEN_KEY', details: forbidden.map(({ place }) => ({ detail, ...place })) };
  }
  if (manifests.length > 0) return undefined;
  return { refused: 'NOTHING_TO_ANALYSE', details: skipped.slice(0, LISTED).map(detailOf) };
}

const detailOf = ({ message, file, line }: Skipped): ErrorDetail => ({ detail: message, file, line });

/** Kubernetes has no such key, and code that copies objects may take it for the prototype. */
function hasForbiddenKey(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(hasForbiddenKey);
  return Object.hasOwn(value, '__proto__') || Object.values(value).some(hasForbiddenKey);
}
