import { field, fields, isFields, list, text, type Fields } from '../../model/narrow.js';
import { shown } from '../fault-text.js';
import type { FaultList } from './fault-list.js';

/**
 * What a policy is attached to: istio validation.go validateOneOfSelectorType, validateWorkloadSelector and
 * validatePolicyTargetReference, and the CEL rules of the CRDs that say the same (semantics 3.1).
 * A target of a kind that no policy can have is left to the check `target-kind-unsupported`: the policy does nothing, and
 * clusters without the webhook hold such policies.
 */
export function attachmentFaults(spec: Fields, faults: FaultList, selector = 'selector'): void {
  const ways = [selector, 'targetRef', 'targetRefs'].filter((name) => Object.hasOwn(spec, name));
  const [, second] = ways;
  if (second !== undefined) faults.add([second], `must not be set beside ${ways[0]}; keep one of them`);
  selectorFaults(field(spec, selector), [selector], faults);
  if (isFields(spec.targetRef)) targetFaults(spec.targetRef, ['targetRef'], faults);
  for (const [index, target] of list(spec.targetRefs).entries()) targetFaults(target, ['targetRefs', index], faults);
}

/** validateWorkloadSelector, ValidateAlphaWorkloadSelector. */
export function selectorFaults(selector: unknown, path: readonly string[], faults: FaultList): void {
  for (const name of ['matchLabels', 'labels']) {
    for (const [key, value] of Object.entries(fields(field(selector, name)))) {
      if (key === '') faults.add([...path, name], 'must not have an empty key');
      if (key.includes('*') || text(value).includes('*')) {
        faults.add(
          [...path, name, key],
          `must not have wildcards: labels are compared whole, and ${shown(value)} would select nothing`,
        );
      }
    }
  }
}

function targetFaults(target: unknown, path: readonly (string | number)[], faults: FaultList): void {
  if (text(field(target, 'name')) === '') faults.add([...path, 'name'], 'must not be empty');
  if (text(field(target, 'namespace')) !== '') {
    faults.add(
      [...path, 'namespace'],
      "must not be set: a policy cannot target another namespace; put it into the target's",
    );
  }
}
