import type { KubernetesObject } from '@waymark/engine';
import { dump } from 'js-yaml';

/** What the API server writes into `metadata`, beside what is never stored. */
const CREATED = 'creationTimestamp';
const LINE_WIDTH = 120;

/** As `kubectl get -o yaml` prints it, without what the API server wrote. */
export function yamlOf({ status: _, ...body }: KubernetesObject): string {
  const { metadata } = body;
  const written = typeof metadata === 'object' && metadata !== null ? Object.entries(metadata) : [];
  const own = Object.fromEntries(written.filter(([key]) => key !== CREATED));
  return dump({ ...body, metadata: own }, { lineWidth: LINE_WIDTH, noRefs: true, sortKeys: true });
}
