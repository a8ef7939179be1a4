import { field, isFields, labelsOf, labelValue, list, text, texts } from './narrow.js';
import type { Labels } from './model.js';

/** Every pair of `wanted` is in `labels`; an empty `wanted` matches everything. */
export function hasAllLabels(wanted: Labels, labels: Labels | undefined): boolean {
  for (const key in wanted) {
    if (labelValue(labels, key) !== wanted[key]) return false;
  }
  return true;
}

/**
 * A Kubernetes LabelSelector. An absent one matches nothing, an empty one everything
 * (apimachinery meta/v1/helpers.go LabelSelectorAsSelector).
 */
export function selectorMatches(selector: unknown, labels: Labels): boolean {
  if (!isFields(selector)) return false;
  if (!hasAllLabels(labelsOf(field(selector, 'matchLabels')), labels)) return false;
  return list(field(selector, 'matchExpressions')).every((requirement) => requirementHolds(requirement, labels));
}

function requirementHolds(requirement: unknown, labels: Labels): boolean {
  const value = labelValue(labels, text(field(requirement, 'key')));
  const values = texts(field(requirement, 'values'));
  switch (field(requirement, 'operator')) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false; // Kubernetes refuses an unknown operator, so nothing can rely on it.
  }
}
