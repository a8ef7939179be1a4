import { readEmbeddedYaml } from '../manifest/embedded-yaml.js';
import type { Manifest, Skipped } from '../manifest/manifest.js';
import type { ControlPlane } from '../version/control-plane.js';
import { featuresFrom } from '../version/istiod-features.js';
import { invalidObject } from './invalid-object.js';
import type { ExtensionProvider, MeshSettings } from './model.js';
import { field, fields, type Fields, isFields, list, text, texts } from './narrow.js';
import { byNamespaceAndName } from './order.js';

const DEFAULT_NAMESPACE = 'istio-system';
const PATH_NORMALIZATIONS = ['DEFAULT', 'NONE', 'BASE', 'MERGE_SLASHES', 'DECODE_AND_MERGE_SLASHES'] as const;
const NO_ENVIRONMENT: ReadonlyMap<string, string> = new Map();

/** MeshConfig from the control plane's ConfigMap, with istiod's defaults for what it does not say (semantics 0.3). */
export function meshSettings(
  configMaps: readonly Manifest[],
  controlPlane: ControlPlane | null,
  skipped: Skipped[],
): MeshSettings {
  const manifest = meshConfigMap(configMaps, controlPlane);
  const config = manifest === null ? {} : parseMeshConfig(manifest, skipped);
  return settingsFrom(config, manifest, controlPlane);
}

/**
 * The ConfigMap named `istio`, or `istio-<rev>` of a revisioned control plane, beside istiod; without an istiod in the
 * snapshot the one in istio-system, else the first of them.
 */
function meshConfigMap(configMaps: readonly Manifest[], controlPlane: ControlPlane | null): Manifest | null {
  const revision = controlPlane?.revision ?? 'default';
  const names = revision === 'default' ? ['istio'] : [`istio-${revision}`];
  const beside = controlPlane?.namespace ?? DEFAULT_NAMESPACE;
  const candidates = configMaps
    .filter(holdsMeshConfig)
    .filter((configMap) => names.includes(configMap.name) || (controlPlane === null && isRevisioned(configMap)))
    .sort(byNamespaceAndName);
  return candidates.find(({ namespace }) => namespace === beside) ?? candidates[0] ?? null;
}

const holdsMeshConfig = ({ body }: Manifest): boolean => typeof field(field(body, 'data'), 'mesh') === 'string';
const isRevisioned = ({ name }: Manifest): boolean => name.startsWith('istio-');

/** istiod keeps its defaults for a mesh config that it cannot read. */
function parseMeshConfig(manifest: Manifest, skipped: Skipped[]): Fields {
  const config = readEmbeddedYaml(text(field(field(manifest.body, 'data'), 'mesh')));
  if (isFields(config) || config === null) return fields(config);
  skipped.push(
    invalidObject(
      manifest,
      ['data', 'mesh'],
      'holds a mesh config that is not YAML; defaults are assumed, correct it.',
    ),
  );
  return {};
}

function settingsFrom(config: Fields, manifest: Manifest | null, controlPlane: ControlPlane | null): MeshSettings {
  const pathNormalization = text(field(field(config, 'pathNormalization'), 'normalization'));
  const outbound = text(field(field(config, 'outboundTrafficPolicy'), 'mode'));
  const visibility = field(config, 'serviceEntryVisibility');
  return Object.freeze({
    rootNamespace: text(field(config, 'rootNamespace')) || controlPlane?.namespace || DEFAULT_NAMESPACE,
    trustDomain: text(field(config, 'trustDomain')) || 'cluster.local',
    trustDomainAliases: texts(field(config, 'trustDomainAliases')),
    pathNormalization: PATH_NORMALIZATIONS.find((known) => known === pathNormalization) ?? 'DEFAULT',
    extensionProviders: list(field(config, 'extensionProviders')).flatMap(extensionProvider),
    outboundTrafficPolicy: outbound === 'REGISTRY_ONLY' ? outbound : 'ALLOW_ANY',
    discoverySelectors: list(field(config, 'discoverySelectors')),
    serviceEntryVisibility: isFields(visibility) ? visibility : undefined,
    features: featuresFrom(controlPlane?.environment ?? NO_ENVIRONMENT),
    manifest,
  });
}

/** `{ name, <type>: {…} }`: the type is the one field beside the name (mesh/v1alpha1 ExtensionProvider). */
function extensionProvider(value: unknown): ExtensionProvider[] {
  const name = text(field(value, 'name'));
  if (name === '') return [];
  const [type = '', config] = Object.entries(fields(value)).find(([key]) => key !== 'name') ?? [];
  return [{ name, type, config: fields(config) }];
}
