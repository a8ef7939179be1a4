import { isRecord } from './identity.js';
import { isIndexLike } from './key-order.js';
import type { KubernetesObject } from './manifest.js';
import { setValue } from './set-value.js';

type Values = Record<string, unknown>;

/** What the API server writes into `metadata` and no analysis reads. */
const SERVER_METADATA: ReadonlySet<string> = new Set([
  'generation',
  'managedFields',
  'resourceVersion',
  'selfLink',
  'uid',
]);

/** Copies of the whole object that deployment tools leave in an annotation: old, large, and with environment values. */
const APPLIED_COPIES: ReadonlySet<string> = new Set([
  'banzaicloud.com/last-applied',
  'kapp.k14s.io/original',
  'kubectl.kubernetes.io/last-applied-configuration',
  'objectset.rio.cattle.io/applied',
]);

/** Workload kinds whose status counts replicas: it changes all the time, and no analysis reads it. */
const KINDS_WITH_NOISY_STATUS: ReadonlySet<unknown> = new Set([
  'CronJob',
  'DaemonSet',
  'Deployment',
  'Job',
  'ReplicaSet',
  'Rollout',
  'StatefulSet',
]);

/** Of a Pod's status the analysis reads where it is and whether it runs; the rest are container states and times. */
const POD_STATUS: ReadonlySet<string> = new Set(['conditions', 'hostIP', 'phase', 'podIP', 'podIPs']);

/** Of a condition, what does not change while it holds. */
const CONDITION_TIMES: ReadonlySet<string> = new Set([
  'lastHeartbeatTime',
  'lastProbeTime',
  'lastTransitionTime',
  'lastUpdateTime',
  'observedGeneration',
]);

/**
 * The text that a manifest's content is known by: equal for two objects that say the same, whatever the order of their
 * keys and whenever their status was last touched. `JSON.parse` of it is a body that analyses as the original does.
 */
export const canonicalJson = (body: KubernetesObject): string => JSON.stringify(canonicalBody(body));

/**
 * The object without what only the API server cares for, keys in canonical order at all levels: array indexes by
 * number, which JavaScript insists on, then all others by UTF-16 code unit. Shares what needs no change with `body`.
 */
export const canonicalBody = (body: KubernetesObject): KubernetesObject =>
  sortKeys(withoutNoise(body)) as KubernetesObject;

function withoutNoise(body: KubernetesObject): KubernetesObject {
  const { metadata, status } = body;
  const cleanMetadata = isRecord(metadata) ? withoutServerMetadata(metadata) : metadata;
  const cleanStatus = isRecord(status) ? withoutStatusNoise(body.kind, status) : status;
  if (cleanMetadata === metadata && cleanStatus === status) return body;
  const clean: Values = { ...body, metadata: cleanMetadata };
  if (cleanStatus === undefined) delete clean.status;
  else clean.status = cleanStatus;
  return clean;
}

function withoutServerMetadata(metadata: Values): Values {
  const clean = without(metadata, (key) => SERVER_METADATA.has(key));
  const { annotations } = clean;
  if (!isRecord(annotations)) return clean;
  const kept = without(annotations, (key) => APPLIED_COPIES.has(key));
  return kept === annotations ? clean : { ...clean, annotations: kept };
}

function withoutStatusNoise(kind: unknown, status: Values): Values | undefined {
  if (KINDS_WITH_NOISY_STATUS.has(kind)) return undefined;
  const dropped = kind === 'Pod' ? (key: string) => !POD_STATUS.has(key) : (key: string) => CONDITION_TIMES.has(key);
  return withoutTimes(without(status, dropped)) as Values;
}

/** Conditions stand in the status itself, and in its lists of listeners, parents and ancestors. */
function withoutTimes(value: unknown): unknown {
  if (Array.isArray(value)) return mapShared(value, withoutTimes);
  if (!isRecord(value)) return value;
  let clean = without(value, (key) => CONDITION_TIMES.has(key));
  for (const key of Object.keys(clean)) {
    const child = clean[key];
    const cleanChild = withoutTimes(child);
    if (cleanChild !== child) clean = { ...clean, [key]: cleanChild };
  }
  return clean;
}

/** The same array when no item changes. */
export function mapShared(items: readonly unknown[], change: (item: unknown) => unknown): readonly unknown[] {
  const changed = items.map(change);
  return changed.every((item, index) => Object.is(item, items[index])) ? items : changed;
}

/** The same object when nothing is dropped. */
function without(values: Values, isDropped: (key: string) => boolean): Values {
  const keys = Object.keys(values);
  if (!keys.some(isDropped)) return values;
  const kept: Values = {};
  for (const key of keys) if (!isDropped(key)) setValue(kept, key, values[key]);
  return kept;
}

/** The same value when its keys are in order already, as they are in what the API server prints. */
function sortKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return mapShared(value, sortKeys);
  const values = value as Values;
  const keys = Object.keys(values);
  const inOrder = isInOrder(keys);
  if (!inOrder) keys.sort();
  let sorted: Values | undefined = inOrder ? undefined : {};
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index] as string;
    const child = values[key];
    const sortedChild = sortKeys(child);
    if (sorted === undefined && sortedChild !== child) sorted = firstOf(values, keys, index);
    if (sorted !== undefined) setValue(sorted, key, sortedChild);
  }
  return sorted ?? values;
}

function isInOrder(keys: readonly string[]): boolean {
  let before = '';
  for (const key of keys) {
    if (isIndexLike(key)) continue;
    if (key < before) return false;
    before = key;
  }
  return true;
}

function firstOf(values: Values, keys: readonly string[], count: number): Values {
  const first: Values = {};
  for (let index = 0; index < count; index++) setValue(first, keys[index] as string, values[keys[index] as string]);
  return first;
}
