import type { Manifest } from '../../manifest/manifest.js';
import { field, texts } from '../../model/narrow.js';

/** The entries of `spec.exportTo`; without any an object is for the whole mesh. */
const entriesOf = ({ body }: Manifest): readonly string[] => texts(field(body.spec, 'exportTo'));

/** Whether proxies of a namespace may use the object (Istio model/push_context.go initVirtualServices). */
export function isExportedTo(manifest: Manifest, namespace: string): boolean {
  const entries = entriesOf(manifest);
  if (entries.length === 0) return true;
  return entries.some((entry) => entry === '*' || (entry === '.' ? manifest.namespace : entry) === namespace);
}

/** The namespaces that it is limited to; null: none. */
export function exportLimit(manifest: Manifest): readonly string[] | null {
  const entries = entriesOf(manifest);
  if (entries.length === 0 || entries.includes('*')) return null;
  return entries.filter((entry) => entry !== '~').map((entry) => (entry === '.' ? manifest.namespace : entry));
}
