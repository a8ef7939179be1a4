import { ISTIOD_FEATURES, goBool } from '../version/istiod-features.js';
import { CNI_CONFIG_KEYS, CNI_CONFIG_MAP } from '../model/cni-settings.js';
import { isRecord } from './identity.js';
import { mapShared } from './canonical-json.js';
import type { KubernetesObject, Manifest, ObjectRef, Skipped } from './manifest.js';
import { withBody } from './read-manifest.js';
import { DEFINITIONS_GROUP, isUsedKind } from './used-kinds.js';

interface Counter {
  count: number;
}

export interface AdmitResult {
  readonly manifests: readonly Manifest[];
  readonly skipped: readonly Skipped[];
  /** How many environment values were made empty. */
  readonly blankedValues: number;
}

/**
 * What may be kept of a snapshot. Left out: Secrets, ConfigMaps other than those of the mesh, and kinds that no analysis
 * reads. Made empty: the environment values of Pods and pod templates. The bodies are still to be passed through
 * `canonicalJson`, which drops the copies of objects that deployment tools leave in annotations.
 */
export function admit(manifests: readonly Manifest[]): AdmitResult {
  const kept: Manifest[] = [];
  const skipped: Skipped[] = [];
  const blanked: Counter = { count: 0 };
  for (const manifest of manifests) {
    const refusal = refusalOf(manifest);
    if (refusal === null) kept.push(withBody(manifest, cleanBody(manifest, blanked)));
    else skipped.push(refusal);
  }
  return { manifests: kept, skipped, blankedValues: blanked.count };
}

const refOf = ({ kind, namespace, name }: Manifest): ObjectRef => ({ kind, namespace, name });

function refusalOf(manifest: Manifest): Skipped | null {
  const { group, kind, place } = manifest;
  const refuse = (reason: Skipped['reason'], message: string): Skipped => ({
    ...place,
    reason,
    message,
    object: refOf(manifest),
  });
  if (group === '' && kind === 'Secret') return refuse('SECRET', 'Secrets are never kept; leave them out.');
  if (!isUsedKind(group, kind)) return refuse('UNSUPPORTED_KIND', `No analysis reads ${kind}; it was left out.`);
  if (group === '' && kind === 'ConfigMap' && !isMeshConfig(manifest) && !isCniConfig(manifest)) {
    return refuse(
      'UNSUPPORTED_KIND',
      'Only the ConfigMaps of the mesh (istio, or istio-REVISION) and of the CNI are kept; it was left out.',
    );
  }
  if (group === DEFINITIONS_GROUP && !definesUsedKind(manifest)) {
    return refuse(
      'UNSUPPORTED_KIND',
      'Only the definitions of kinds that an analysis reads are kept; it was left out.',
    );
  }
  return null;
}

function definesUsedKind({ body }: Manifest): boolean {
  const spec = isRecord(body.spec) ? body.spec : {};
  const names = isRecord(spec.names) ? spec.names : {};
  return typeof spec.group === 'string' && typeof names.kind === 'string' && isUsedKind(spec.group, names.kind);
}

/** istioctl and the charts name it `istio`, or `istio-<revision>` (istiod's `--meshConfig`; key `mesh`). */
function isMeshConfig({ name, body }: Manifest): boolean {
  return (name === 'istio' || name.startsWith('istio-')) && isRecord(body.data) && typeof body.data.mesh === 'string';
}

const isCniConfig = ({ name }: Manifest): boolean => name === CNI_CONFIG_MAP;

function cleanBody(manifest: Manifest, blanked: Counter): KubernetesObject {
  const { group, kind, body } = manifest;
  if (group === '' && kind === 'ConfigMap') return dataOnly(body, isCniConfig(manifest) ? CNI_CONFIG_KEYS : ['mesh']);
  const path = ENVIRONMENT_PATHS[`${group}/${kind}`];
  return path === undefined
    ? body
    : (changeAt(body, path, (part) => blankEnvironments(part, blanked)) as KubernetesObject);
}

function dataOnly({ apiVersion, kind, metadata, data }: KubernetesObject, keys: readonly string[]): KubernetesObject {
  const kept = Object.entries(isRecord(data) ? data : {}).filter(([key]) => keys.includes(key));
  return { apiVersion, kind, metadata, data: Object.fromEntries(kept) };
}

const TEMPLATE = ['spec', 'template', 'spec'];

/** The part of each kind in which environments stand. */
const ENVIRONMENT_PATHS: Readonly<Record<string, readonly string[]>> = {
  '/Pod': ['spec'],
  'apps/DaemonSet': TEMPLATE,
  'apps/Deployment': TEMPLATE,
  'apps/ReplicaSet': TEMPLATE,
  'apps/StatefulSet': TEMPLATE,
  'argoproj.io/Rollout': TEMPLATE,
  'batch/CronJob': ['spec', 'jobTemplate', ...TEMPLATE],
  'batch/Job': TEMPLATE,
  'extensions.istio.io/WasmPlugin': ['spec', 'vmConfig'],
};

/** A copy of `value` in which only what stands at `path` differs; `value` itself when nothing does. */
function changeAt(value: unknown, path: readonly string[], change: (part: unknown) => unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return change(value);
  if (!isRecord(value) || !(step in value)) return value;
  const changed = changeAt(value[step], rest, change);
  return changed === value[step] ? value : { ...value, [step]: changed };
}

/** Every `env` below a value, in containers of all kinds, whatever else is wrong with the object. */
function blankEnvironments(value: unknown, blanked: Counter): unknown {
  if (Array.isArray(value)) return mapShared(value, (item) => blankEnvironments(item, blanked));
  if (!isRecord(value)) return value;
  let clean = value;
  for (const key of Object.keys(value)) {
    const child = value[key];
    const changed = key === 'env' ? blankVariables(child, blanked) : blankEnvironments(child, blanked);
    if (changed !== child) clean = { ...clean, [key]: changed };
  }
  return clean;
}

function blankVariables(env: unknown, blanked: Counter): unknown {
  if (!Array.isArray(env)) return env === null ? null : [];
  return mapShared(env, (variable) => {
    if (typeof variable === 'string') return '';
    if (!isRecord(variable) || !('value' in variable) || variable.value === '' || isFeatureFlag(variable))
      return variable;
    blanked.count++;
    return { ...variable, value: '' };
  });
}

/** istiod's own flags change the answers (semantics 0.4); only the words for true and false are let through. */
const isFeatureFlag = ({ name, value }: Record<string, unknown>): boolean =>
  typeof name === 'string' &&
  Object.hasOwn(ISTIOD_FEATURES, name) &&
  typeof value === 'string' &&
  goBool(value) !== undefined;
