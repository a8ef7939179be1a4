import type { Manifest } from '../manifest/manifest.js';
import { field, text } from './narrow.js';

/** By code units: the same on every machine, whatever its locale. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** metadata.creationTimestamp (RFC 3339), or '' when unknown. */
export const createdAt = (manifest: Manifest): string => text(field(manifest.body.metadata, 'creationTimestamp'));

interface Named {
  readonly namespace: string;
  readonly name: string;
}

export const byNamespaceAndName = (a: Named, b: Named): number =>
  compareText(a.namespace, b.namespace) || compareText(a.name, b.name);

/**
 * Oldest first; equal times by `name.namespace` (istio pilot/pkg/model/config.go sortConfigByCreationTime). An object
 * without a time comes first, as Go's zero time does.
 */
export const byAge = (
  a: Named & { readonly creationTimestamp: string },
  b: Named & { readonly creationTimestamp: string },
): number =>
  compareText(a.creationTimestamp, b.creationTimestamp) ||
  compareText(`${a.name}.${a.namespace}`, `${b.name}.${b.namespace}`);
