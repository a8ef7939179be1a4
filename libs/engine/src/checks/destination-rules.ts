import type { FieldPath } from '../manifest/manifest.js';
import { field, list, text } from '../model/narrow.js';

/** Every `tls` of a DestinationRule: of the host, of its ports, of its subsets and their ports. */
function tlsPaths(spec: unknown): FieldPath[] {
  const subsets = list(field(spec, 'subsets')).map((_, position) => ['spec', 'subsets', position, 'trafficPolicy']);
  return [['spec', 'trafficPolicy'], ...subsets].flatMap((policy) => {
    const ports = list(field(valueAt(spec, policy), 'portLevelSettings'));
    return [[...policy, 'tls'], ...ports.map((_, position) => [...policy, 'portLevelSettings', position, 'tls'])];
  });
}

function valueAt(spec: unknown, [, ...path]: FieldPath): unknown {
  return path.reduce<unknown>(
    (value, step) => (typeof step === 'number' ? list(value)[step] : field(value, step)),
    spec,
  );
}

const modeAt = (spec: unknown, path: FieldPath): string => text(field(valueAt(spec, path), 'mode'));

/** Where the first SIMPLE or MUTUAL stands, which begin TLS for the application; null when there is none. */
export function originatesTls(spec: unknown): FieldPath | null {
  const path = tlsPaths(spec).find((candidate) => ['SIMPLE', 'MUTUAL'].includes(modeAt(spec, candidate)));
  return path === undefined ? null : [...path, 'mode'];
}

/** It says nothing but ISTIO_MUTUAL or DISABLE, which ambient mode decides without it. */
export function onlyMeshTls(spec: unknown): boolean {
  if (list(field(spec, 'subsets')).length > 0) return false;
  const policy = field(spec, 'trafficPolicy');
  const says = typeof policy === 'object' && policy !== null ? Object.keys(policy) : [];
  return says.every((name) => name === 'tls') && originatesTls(spec) === null;
}
