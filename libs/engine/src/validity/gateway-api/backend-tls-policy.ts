import { field, list, text } from '../../model/narrow.js';
import { fault, type Fault } from '../schema.js';
import type { Path } from './routes.js';

/** The CEL rules of BackendTLSPolicy (gateway-api apis/v1 backendtlspolicy_types.go). */
export function backendTlsPolicyFaults(spec: unknown): Fault[] {
  const validation = field(spec, 'validation');
  const path = ['validation'];
  const faults = targetFaults(list(field(spec, 'targetRefs')));
  const hasReferences = list(field(validation, 'caCertificateRefs')).length > 0;
  const isWellKnown = text(field(validation, 'wellKnownCACertificates')) !== '';
  if (hasReferences && isWellKnown) {
    faults.push(
      fault('must not be set beside caCertificateRefs; keep one of them', ...path, 'wellKnownCACertificates'),
    );
  }
  if (!hasReferences && !isWellKnown) {
    faults.push(fault('must be set, or wellKnownCACertificates', ...path, 'caCertificateRefs'));
  }
  for (const [index, name] of list(field(validation, 'subjectAltNames')).entries()) {
    faults.push(...alternativeFaults(name, [...path, 'subjectAltNames', index]));
  }
  return faults;
}

/** References to one target must all name a section, each another. */
function targetFaults(targets: readonly unknown[]): Fault[] {
  for (const [index, target] of targets.entries()) {
    const first = targets.slice(0, index).findIndex((other) => targetOf(other) === targetOf(target));
    if (first === -1) continue;
    const sections = [targets[first], target].map((one) => text(field(one, 'sectionName')));
    if (sections.includes('') || sections[0] === sections[1]) {
      const problem = `must have a section of its own, as the entry ${first} is of the same target`;
      return [fault(problem, 'targetRefs', index, 'sectionName')];
    }
  }
  return [];
}

const targetOf = (target: unknown): string =>
  JSON.stringify(['group', 'kind', 'name'].map((key) => field(target, key)));

const FIELD_OF_NAME: readonly (readonly [string, string])[] = [
  ['Hostname', 'hostname'],
  ['URI', 'uri'],
];

/** SubjectAltName. */
function alternativeFaults(name: unknown, path: Path): Fault[] {
  const type = text(field(name, 'type'));
  for (const [owner, key] of FIELD_OF_NAME) {
    const isSet = text(field(name, key)) !== '';
    if (isSet !== (owner === type)) {
      return [fault(`must ${isSet ? 'not ' : ''}be set, as the type is ${type}`, ...path, key)];
    }
  }
  return [];
}
