import type { Manifest } from '../../manifest/manifest.js';
import { isFields } from '../../model/narrow.js';
import { kindOfValue, shown } from '../fault-text.js';
import { isTimestamp } from '../formats.js';
import { fault, type Fault } from '../schema.js';
import { isLabel, isLabelValue, isQualifiedName, isSubdomain } from './names.js';

const ANNOTATIONS_LIMIT = 256 * 1024;

/** What the API server refuses of an object's metadata (apimachinery pkg/api/validation/objectmeta.go). */
export function metadataFaults({ group, kind, body, name, namespace }: Manifest, keys: KnownKeys): Fault[] | null {
  const { metadata } = body;
  if (!isFields(metadata)) return [fault(`must be a map of fields, not ${kindOfValue(metadata)}`, 'metadata')];
  return (
    nameFault(group, kind, name) ??
    (namespace === '' || isLabel(namespace) ? null : wrongName('namespace', namespace, LABEL_RULE)) ??
    textFault(metadata.namespace, 'namespace') ??
    labelFaults(metadata.labels, keys) ??
    annotationFaults(metadata.annotations, keys) ??
    timeFault(metadata.creationTimestamp, 'creationTimestamp') ??
    timeFault(metadata.deletionTimestamp, 'deletionTimestamp')
  );
}

/** Keys of labels and annotations are few in a cluster: each is read once. */
export class KnownKeys {
  readonly #valid = new Set<string>();

  isValid(key: string): boolean {
    if (this.#valid.has(key)) return true;
    if (!isQualifiedName(key)) return false;
    this.#valid.add(key);
    return true;
  }
}

const LABEL_RULE = 'at most 63 lower-case letters, digits and hyphens, with a letter or digit at both ends';
const SUBDOMAIN_RULE = 'at most 253 lower-case letters, digits, hyphens and dots, with a letter or digit at both ends';

/**
 * Namespaces and Services have DNS labels, the rest DNS subdomains (kubernetes pkg/apis/core/validation). That the name of a
 * Service may not begin with a digit is not asked: newer API servers allow it (KEP-5311).
 */
function nameFault(group: string, kind: string, name: string): Fault[] | null {
  const isLabelKind = group === '' && (kind === 'Service' || kind === 'Namespace');
  if (isLabelKind ? isLabel(name) : isSubdomain(name)) return null;
  return wrongName('name', name, isLabelKind ? LABEL_RULE : SUBDOMAIN_RULE);
}

const wrongName = (field: string, name: string, rule: string): Fault[] => [
  fault(`must have ${rule}, not ${shown(name)}`, 'metadata', field),
];

function textFault(value: unknown, field: string): Fault[] | null {
  if (value === undefined || value === null || typeof value === 'string') return null;
  return [fault(`must be a string, not ${kindOfValue(value)}`, 'metadata', field)];
}

function labelFaults(labels: unknown, keys: KnownKeys): Fault[] | null {
  if (labels === undefined || labels === null) return null;
  if (!isFields(labels)) return [notMap(labels, 'metadata', 'labels')];
  for (const key in labels) {
    const value = labels[key];
    if (typeof value !== 'string') return [notText(value, 'metadata', 'labels', key)];
    if (!isLabelValue(value)) {
      const rule = 'at most 63 letters, digits, hyphens, underscores and dots, with a letter or digit at both ends';
      return [fault(`must have ${rule}, not ${shown(value)}`, 'metadata', 'labels', key)];
    }
    if (!keys.isValid(key)) return [wrongKey('metadata', 'labels', key)];
  }
  return null;
}

function annotationFaults(annotations: unknown, keys: KnownKeys): Fault[] | null {
  if (annotations === undefined || annotations === null) return null;
  if (!isFields(annotations)) return [notMap(annotations, 'metadata', 'annotations')];
  let size = 0;
  for (const key in annotations) {
    const value = annotations[key];
    if (typeof value !== 'string') return [notText(value, 'metadata', 'annotations', key)];
    if (!keys.isValid(key)) return [wrongKey('metadata', 'annotations', key)];
    size += key.length + value.length;
  }
  if (size <= ANNOTATIONS_LIMIT) return null;
  return [fault(`must have at most ${ANNOTATIONS_LIMIT} characters in all, not ${size}`, 'metadata', 'annotations')];
}

const notMap = (value: unknown, ...path: string[]): Fault =>
  fault(`must be a map of strings, not ${kindOfValue(value)}`, ...path);

const notText = (value: unknown, ...path: string[]): Fault =>
  fault(`must be a string, not ${kindOfValue(value)}; ${quoteHint(value)}`, ...path);

const quoteHint = (value: unknown): string =>
  typeof value === 'number' || typeof value === 'boolean' ? 'write it in quotes' : 'give it one, or leave it out';

const wrongKey = (...path: string[]): Fault =>
  fault(
    'is no valid key: a name of at most 63 letters, digits, hyphens, underscores and dots, after an optional DNS prefix and a slash',
    ...path,
  );

function timeFault(value: unknown, field: string): Fault[] | null {
  if (value === undefined || value === null || (typeof value === 'string' && isTimestamp(value))) return null;
  return [fault(`must be a time such as 2026-01-31T12:00:00Z, not ${shown(value)}`, 'metadata', field)];
}
