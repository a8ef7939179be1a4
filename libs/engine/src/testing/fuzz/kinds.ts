import { USED_KINDS } from '../../manifest/used-kinds.js';
import { builtInSchemas } from '../../validity/built-in-schemas.js';
import { KUBERNETES_SCHEMAS } from '../../validity/kubernetes/schemas.js';
import type { Schema } from '../../validity/schema.js';

/** A kind as a cluster serves it. */
export interface FuzzedKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly schema: Schema;
}

const ANY: Schema = { type: 'object', properties: { spec: { type: 'object' }, data: { type: 'object' } } };

/** What the schemas leave to Kubernetes, and the analysis reads. */
const STATUS: Schema = {
  type: 'object',
  properties: {
    addresses: { type: 'array', items: { type: 'object', properties: { type: {}, value: {} } } },
    conditions: { type: 'array', items: { type: 'object', properties: { type: {}, status: {}, reason: {} } } },
  },
};

const withStatus = (schema: Schema): Schema => {
  const { metadata: _metadata, apiVersion: _apiVersion, kind: _kind, ...properties } = schema.properties ?? {};
  return { ...schema, properties: { status: STATUS, ...properties }, required: [] };
};

const GROUPS_OF_KUBERNETES = new Set(['', 'apps', 'batch', 'discovery.k8s.io', 'networking.k8s.io']);

const apiVersion = (group: string, version: string): string => (group === '' ? version : `${group}/${version}`);

/** Every kind that the analysis reads, in all its versions, by the schemas that clusters have of them; and some it does not. */
export const FUZZED_KINDS: readonly FuzzedKind[] = [
  ...Object.entries(USED_KINDS).flatMap(([group, kinds]) => kinds.flatMap((kind) => versionsOf(group, kind))),
  { apiVersion: 'v1', kind: 'Secret', schema: ANY },
  { apiVersion: 'example.com/v1', kind: 'Unknown', schema: ANY },
];

function versionsOf(group: string, kind: string): FuzzedKind[] {
  if (GROUPS_OF_KUBERNETES.has(group))
    return [
      { apiVersion: apiVersion(group, 'v1'), kind, schema: withStatus(KUBERNETES_SCHEMAS[`${group}/${kind}`] ?? ANY) },
    ];
  const versions = Object.entries(builtInSchemas(group, kind) ?? { v1: KUBERNETES_SCHEMAS['apps/Deployment'] ?? ANY });
  return versions.map(([version, schema]) => ({
    apiVersion: apiVersion(group, version),
    kind,
    schema: withStatus(schema),
  }));
}

/** The kinds that most of a policy's fate hangs on, so that they meet often. */
const OFTEN = new Set([
  'AuthorizationPolicy',
  'Gateway',
  'Service',
  'Pod',
  'Namespace',
  'HTTPRoute',
  'PeerAuthentication',
]);
export const OFTEN_KINDS = FUZZED_KINDS.filter(({ kind }) => OFTEN.has(kind));
