import type { Effect, Enforcer, ObjectRef, PathClass } from '@waymark/engine';
import { printable } from './printable.js';

/** What each effect means to somebody who wrote the policy. */
export const EFFECT_WORDS: Readonly<Record<Effect, string>> = {
  AS_WRITTEN: 'enforced as written',
  ALLOW_RULES_DROPPED: 'some allow rules are dropped, so less is allowed than written',
  ALLOW_DENIES_ALL: 'no allow rule is left, so everything is denied',
  ALLOW_WIDENED: 'allows more than written',
  DENY_WIDENED: 'denies more than written',
  DENY_NO_EFFECT: 'denies nothing',
  DENY_PARTIAL: 'denies only a part of what is written',
  NOT_SENT_UNSUPPORTED_ACTION: 'its action is not supported here, so it is not enforced',
  NOT_SENT_DRY_RUN: 'dry-run is not supported here, so it is not enforced',
  DRY_RUN_LOGGED: 'a dry run: logged, not enforced',
  NOT_ATTACHED: 'attached to nothing',
  TARGET_NOT_FOUND: 'its target does not exist',
  TARGET_NOT_BOUND: 'its target is bound to no waypoint',
  WRONG_IDENTITY: 'sees the identity of the waypoint in place of the client',
  WRONG_PORT_SPACE: 'compares a port of the other kind (service port, target port)',
  BYPASSED: 'this traffic does not pass the enforcer',
  NO_IDENTITY: 'this traffic has no identity to compare',
};

export const PATH_WORDS: Readonly<Record<PathClass, string>> = {
  SERVICE_ADDRESSED: 'to the service',
  POD_ADDRESSED: 'to the pod',
  INGRESS: 'through ingress',
  SIDECAR_CLIENT: 'from a sidecar',
  UNCAPTURED_CLIENT: 'from outside the mesh',
};

const ENFORCER_WORDS: Readonly<Record<Enforcer['type'], string>> = {
  ZTUNNEL: 'ztunnel',
  WAYPOINT: 'waypoint',
  AGENTGATEWAY_WAYPOINT: 'agentgateway waypoint',
  SANDWICH: 'sandwiched gateway',
  SIDECAR: 'sidecar',
  GATEWAY: 'gateway',
  EASTWEST: 'east-west gateway',
  NOBODY: 'nobody',
};

/** A sidecar has no name of its own: one verdict covers those of a namespace, or of several. */
export function enforcerWords({ type, namespace, name }: Enforcer): string {
  if (type === 'ZTUNNEL' || type === 'NOBODY') return ENFORCER_WORDS[type];
  if (name !== '') return printable(`${ENFORCER_WORDS[type]} ${namespace}/${name}`);
  return namespace === '' ? `${ENFORCER_WORDS[type]}s` : printable(`${ENFORCER_WORDS[type]}s of ${namespace}`);
}

export const objectWords = ({ kind, namespace, name }: ObjectRef): string =>
  printable(`${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`);

/** `1 policy`, `2 policies`, `1,200 objects`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
