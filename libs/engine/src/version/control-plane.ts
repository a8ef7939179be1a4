import type { IstioVersionSource } from '../analysis.js';
import type { Manifest } from '../manifest/manifest.js';
import { field, labelsOf, labelValue, list, text } from '../model/narrow.js';
import { compareVersions, isRelease, NEWEST_ISTIO, releaseOf } from './istio-version.js';

/** One istiod, as its Deployment or Pod shows it. */
interface Istiod {
  readonly manifest: Manifest;
  readonly revision: string;
  readonly version: string | null;
  readonly environment: ReadonlyMap<string, string>;
}

/** The control plane whose answers count for the cluster; null when the snapshot holds none. */
export interface ControlPlane {
  /** Its Deployment or Pod. */
  readonly manifest: Manifest;
  readonly namespace: string;
  readonly revision: string;
  readonly version: string | null;
  readonly environment: ReadonlyMap<string, string>;
}

/**
 * Of several revisions the default one counts, else the newest: new workloads follow it.
 *
 * @param manifests Deployments and Pods.
 */
export function findControlPlane(manifests: readonly Manifest[]): ControlPlane | null {
  const [first] = manifests.flatMap(istiodOf).sort(byPrecedence);
  if (first === undefined) return null;
  const { manifest, revision, version, environment } = first;
  return { manifest, namespace: manifest.namespace, revision, version, environment };
}

const byPrecedence = (a: Istiod, b: Istiod): number =>
  Number(b.revision === 'default') - Number(a.revision === 'default') ||
  compareVersions(b.version ?? '0', a.version ?? '0') ||
  Number(b.manifest.kind === 'Deployment') - Number(a.manifest.kind === 'Deployment') ||
  (`${a.manifest.namespace}/${a.manifest.name}` < `${b.manifest.namespace}/${b.manifest.name}` ? -1 : 1);

/** istiod is known by the label `app: istiod` and its container `discovery` (istio charts istio-discovery deployment.yaml). */
function istiodOf(manifest: Manifest): Istiod[] {
  const labels = labelsOf(field(manifest.body.metadata, 'labels'));
  if (labelValue(labels, 'app') !== 'istiod') return [];
  const podSpec = manifest.kind === 'Pod' ? manifest.body.spec : field(field(manifest.body.spec, 'template'), 'spec');
  const discovery = list(field(podSpec, 'containers')).find((container) => field(container, 'name') === 'discovery');
  if (discovery === undefined) return [];
  const environment = environmentOf(discovery);
  return [
    {
      manifest,
      // An uploaded snapshot keeps the names of environment variables, but few of their values.
      revision: environment.get('REVISION') || labelValue(labels, 'istio.io/rev') || 'default',
      version: versionOf(text(field(discovery, 'image')), labels),
      environment,
    },
  ];
}

const CHART_LABELS = ['app.kubernetes.io/version', 'helm.sh/chart', 'chart'];

/** The image tag, else what the chart wrote into the labels; a tag like `latest` or a digest tells nothing. */
function versionOf(image: string, labels: Readonly<Record<string, string>>): string | null {
  const [withoutDigest = ''] = image.split('@');
  const tag = withoutDigest.slice(withoutDigest.lastIndexOf('/') + 1).split(':')[1] ?? '';
  const candidates = [tag, ...CHART_LABELS.map((label) => (labelValue(labels, label) ?? '').replace(/^istiod-/, ''))];
  const release = candidates.find(isRelease);
  return release === undefined ? null : releaseOf(release);
}

function environmentOf(container: unknown): ReadonlyMap<string, string> {
  const environment = new Map<string, string>();
  for (const variable of list(field(container, 'env'))) {
    const name = text(field(variable, 'name'));
    const value = field(variable, 'value');
    if (name !== '' && typeof value === 'string') environment.set(name, value);
  }
  return environment;
}

/** The version to judge by: the snapshot's own, else the given one, else the newest that is known. */
export function judgedVersion(
  controlPlane: ControlPlane | null,
  given: string | undefined,
): { version: string; source: IstioVersionSource } {
  if (controlPlane?.version != null) return { version: controlPlane.version, source: 'SNAPSHOT' };
  if (given !== undefined && given !== '') return { version: releaseOf(given), source: 'GIVEN' };
  return { version: NEWEST_ISTIO, source: 'NEWEST' };
}
