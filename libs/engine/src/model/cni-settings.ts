import { readEmbeddedYaml } from '../manifest/embedded-yaml.js';
import type { Manifest } from '../manifest/manifest.js';
import type { IstioBehaviour } from '../version/behaviour.js';
import type { CniSettings, EnablementSelector } from './model.js';
import { field, isFields, text } from './narrow.js';
import { byNamespaceAndName } from './order.js';

/** The ConfigMap of the istio-cni chart, and what the model reads of it (templates/configmap-cni.yaml). */
export const CNI_CONFIG_MAP = 'istio-cni-config';
export const CNI_CONFIG_KEYS = [
  'AMBIENT_ENABLED',
  'AMBIENT_ENABLEMENT_SELECTOR',
  'EXCLUDE_NAMESPACES',
  'EXCLUDED_NAMESPACES',
] as const;

const MODE = 'istio.io/dataplane-mode';

/** values.yaml of the chart: the pod asks for it, or its namespace does and the pod does not refuse. */
const DEFAULT_SELECTORS: readonly EnablementSelector[] = [
  { podSelector: { matchLabels: { [MODE]: 'ambient' } }, namespaceSelector: {} },
  {
    podSelector: { matchExpressions: [{ key: MODE, operator: 'NotIn', values: ['none'] }] },
    namespaceSelector: { matchLabels: { [MODE]: 'ambient' } },
  },
];

const DEFAULT_EXCLUDED: ReadonlySet<string> = new Set(['kube-system']);

/** What the CNI node agent goes by, with the chart's defaults for what the snapshot does not say (semantics 1.1). */
export function cniSettings(configMaps: readonly Manifest[], behaviour: IstioBehaviour): CniSettings {
  const [manifest = null] = configMaps.filter(({ name }) => name === CNI_CONFIG_MAP).sort(byNamespaceAndName);
  const data = field(manifest?.body, 'data');
  const excluded = field(data, 'EXCLUDE_NAMESPACES') ?? field(data, 'EXCLUDED_NAMESPACES');
  const selectors = behaviour.customEnablementSelectors ? readSelectors(data) : null;
  return Object.freeze({
    ambientEnabled: field(data, 'AMBIENT_ENABLED') !== 'false',
    excludedNamespaces: typeof excluded === 'string' ? namesIn(excluded) : DEFAULT_EXCLUDED,
    enablementSelectors: selectors ?? DEFAULT_SELECTORS,
    manifest,
  });
}

const namesIn = (list: string): ReadonlySet<string> =>
  new Set(
    list
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  );

/** A YAML list; null when it is absent or unreadable. An absent selector is an empty one (cni/pkg/util/enablement_selector.go). */
function readSelectors(data: unknown): readonly EnablementSelector[] | null {
  const entries = readEmbeddedYaml(text(field(data, 'AMBIENT_ENABLEMENT_SELECTOR')));
  if (!Array.isArray(entries)) return null;
  return entries.filter(isFields).map((entry) => ({
    podSelector: field(entry, 'podSelector') ?? {},
    namespaceSelector: field(entry, 'namespaceSelector') ?? {},
  }));
}
