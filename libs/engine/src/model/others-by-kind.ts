import type { Manifest } from '../manifest/manifest.js';
import type { ManifestGroups } from './manifest-groups.js';
import { byNamespaceAndName, compareText } from './order.js';
import { groupOfPolicy } from './policies.js';
import { POLICY_KINDS } from './policy.js';
import { ROUTE_KINDS } from './route.js';
import { GATEWAY_GROUP } from './routes.js';

/** What the model holds in a type of its own, by `group/kind`. */
const MODELLED: ReadonlySet<string> = new Set([
  '/Namespace',
  '/Pod',
  '/Service',
  '/ServiceAccount',
  'discovery.k8s.io/EndpointSlice',
  'networking.istio.io/ServiceEntry',
  'networking.istio.io/WorkloadEntry',
  `${GATEWAY_GROUP}/Gateway`,
  `${GATEWAY_GROUP}/GatewayClass`,
  ...POLICY_KINDS.map((kind) => `${groupOfPolicy(kind)}/${kind}`),
  ...ROUTE_KINDS.map((kind) => `${GATEWAY_GROUP}/${kind}`),
]);

/** Everything else, by kind; sorted by kind, namespace and name. */
export function othersByKind({ byGroupAndKind }: ManifestGroups): ReadonlyMap<string, readonly Manifest[]> {
  const others = new Map<string, readonly Manifest[]>();
  for (const [groupAndKind, manifests] of byGroupAndKind) {
    if (MODELLED.has(groupAndKind)) continue;
    const kind = groupAndKind.slice(groupAndKind.lastIndexOf('/') + 1);
    others.set(kind, [...(others.get(kind) ?? []), ...manifests].sort(inModelOrder));
  }
  return new Map([...others].sort(([a], [b]) => compareText(a, b)));
}

const inModelOrder = (a: Manifest, b: Manifest): number => byNamespaceAndName(a, b) || compareText(a.group, b.group);
