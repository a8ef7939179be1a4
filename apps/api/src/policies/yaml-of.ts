import type { KubernetesObject } from '@waymark/engine';
import { dump } from 'js-yaml';

/** As people write it: what it is, what it is called, what it says. Stored bodies have their keys in order of the text. */
const FIRST = ['apiVersion', 'kind', 'metadata', 'spec'];
/** What the API server writes. */
const SERVER_FIELDS = new Set([
  'creationTimestamp',
  'generation',
  'managedFields',
  'resourceVersion',
  'selfLink',
  'uid',
]);
const LINE_WIDTH = 120;

export function yamlOf({ status: _, ...body }: KubernetesObject): string {
  const keys = [...FIRST.filter((key) => key in body), ...Object.keys(body).filter((key) => !FIRST.includes(key))];
  const ordered = Object.fromEntries(keys.map((key) => [key, key === 'metadata' ? metadataOf(body[key]) : body[key]]));
  return dump(ordered, { lineWidth: LINE_WIDTH, noRefs: true });
}

function metadataOf(metadata: unknown): unknown {
  if (typeof metadata !== 'object' || metadata === null) return metadata;
  const { name, namespace, ...rest } = metadata as Record<string, unknown>;
  const entries = Object.entries({ name, namespace, ...rest });
  return Object.fromEntries(entries.filter(([key, value]) => value !== undefined && !SERVER_FIELDS.has(key)));
}
