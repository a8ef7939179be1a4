import type { Choices } from './choices.js';
import { definitionOf } from './definitions.js';
import { FUZZED_KINDS, OFTEN_KINDS, type FuzzedKind } from './kinds.js';
import { mutate } from './mutate.js';
import { labelsOf, valueOf } from './schema-values.js';
import { NAMES, NAMESPACES } from './vocabulary.js';

export type Fields = Record<string, unknown>;

/** Up to twenty objects that refer to each other; about a third of them are damaged in one to three places. */
export function objectsOf(choices: Choices): Fields[] {
  const backbone = BACKBONE.filter(() => choices.percent(93)).map((object) => clone(object));
  const others = choices.many(1, 12, () =>
    choices.percent(3)
      ? (clone(definitionOf(choices)) as Fields)
      : objectOf(choices.percent(50) ? choices.of(OFTEN_KINDS) : choices.of(FUZZED_KINDS), choices),
  );
  for (const object of backbone) if (choices.percent(10)) mutate(object, choices);
  for (const object of others)
    if (choices.percent(50)) for (const _ of choices.many(1, 3, () => null)) mutate(object, choices);
  return choices.shuffled([...backbone, ...others]);
}

function objectOf({ apiVersion, kind, schema }: FuzzedKind, choices: Choices): Fields {
  const name = choices.percent(15) ? choices.of(NAMES) : `${kind.toLowerCase()}-${choices.below(100)}`;
  const metadata: Fields = { name, namespace: choices.of(NAMESPACES) };
  if (choices.percent(60)) metadata.labels = labelsOf(choices);
  if (choices.percent(20)) metadata.annotations = labelsOf(choices);
  if (choices.percent(20))
    metadata.creationTimestamp = choices.of(['2026-01-01T00:00:00Z', '2025-01-01T00:00:00Z', 'x']);
  if (choices.percent(10)) Object.assign(metadata, { uid: 'u', generation: 3, managedFields: [{ manager: 'x' }] });
  return { apiVersion, kind, metadata, ...(valueOf(schema, '', choices) as Fields) };
}

const clone = (object: Fields): Fields => JSON.parse(JSON.stringify(object)) as Fields;

const IN_SHOP = { namespace: 'shop', labels: { app: 'cart' } };

/** A small mesh in which policies and routes find something to attach to. */
const BACKBONE: readonly Fields[] = [
  {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'shop', labels: { 'istio.io/dataplane-mode': 'ambient', 'istio.io/use-waypoint': 'waypoint' } },
  },
  {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'waypoint', namespace: 'shop' },
    spec: { gatewayClassName: 'istio-waypoint', listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }] },
    status: { addresses: [{ type: 'IPAddress', value: '10.0.0.9' }] },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'cart', ...IN_SHOP },
    spec: { selector: { app: 'cart' }, ports: [{ name: 'http', port: 80, targetPort: 8080, appProtocol: 'http' }] },
  },
  {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'cart', ...IN_SHOP, annotations: { 'ambient.istio.io/redirection': 'enabled' } },
    spec: { serviceAccountName: 'cart', containers: [{ name: 'cart', image: 'cart' }] },
    status: { phase: 'Running', podIP: '10.1.0.1', conditions: [{ type: 'Ready', status: 'True' }] },
  },
  {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'client',
      namespace: 'shop',
      labels: { app: 'web' },
      annotations: { 'ambient.istio.io/redirection': 'enabled' },
    },
    spec: { serviceAccountName: 'client', containers: [{ name: 'client', image: 'client' }] },
    status: { phase: 'Running', podIP: '10.1.0.2' },
  },
  {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'legacy',
      namespace: 'shop',
      labels: { app: 'cart' },
      annotations: { 'sidecar.istio.io/status': '{"containers":["istio-proxy"]}' },
    },
    spec: {
      serviceAccountName: 'legacy',
      containers: [
        { name: 'legacy', image: 'a' },
        { name: 'istio-proxy', image: 'istio/proxyv2:1.28.2' },
      ],
    },
    status: { phase: 'Running', podIP: '10.1.0.3' },
  },
  ...['ingress', 'waypoint'].map((gateway, index) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: gateway, namespace: 'shop', labels: { 'gateway.networking.k8s.io/gateway-name': gateway } },
    spec: { serviceAccountName: gateway, containers: [{ name: 'istio-proxy', image: 'istio/proxyv2:1.28.2' }] },
    status: { phase: 'Running', podIP: `10.1.0.${7 + index}`, conditions: [{ type: 'Ready', status: 'True' }] },
  })),
  {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'ingress', namespace: 'shop' },
    spec: { gatewayClassName: 'istio', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
    status: { addresses: [{ type: 'IPAddress', value: '10.0.0.8' }] },
  },
  {
    apiVersion: 'networking.istio.io/v1',
    kind: 'ServiceEntry',
    metadata: { name: 'api', namespace: 'shop' },
    spec: { hosts: ['api.example.com'], ports: [{ number: 80, name: 'http', protocol: 'HTTP' }], resolution: 'DNS' },
  },
  {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name: 'cart', namespace: 'shop' },
    spec: {
      targetRefs: [{ kind: 'Service', group: '', name: 'cart' }],
      rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/client'] } }] }],
    },
  },
];
