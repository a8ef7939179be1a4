import type { Fact } from '../../analysis.js';
import type { Manifest } from '../../manifest/manifest.js';
import { factAt, refOf } from '../../model/evidence.js';
import type { Gateway, Service } from '../../model/model.js';
import { field, list, texts } from '../../model/narrow.js';
import { chainProtocols } from '../../waypoint/chains.js';
import type { Context } from '../context.js';
import { NO_RULES, type Draft } from '../draft.js';
import type { Unparented } from '../route-outcome.js';
import type { Routing } from './http-rules.js';
import { exportLimit, isExportedTo } from './export-to.js';
import { trafficDrafts, type TrafficRule } from './traffic-rule.js';

/** The verdicts of a VirtualService, or of a delegate through one VirtualService. */
export function judgeRouting(routing: Routing, context: Context, attachment: readonly Fact[] = []): Draft[] {
  const gateways = texts(field(routing.root.body.spec, 'gateways'));
  const isForMesh = gateways.length === 0 || gateways.includes('mesh');
  const classic = gateways.flatMap((_, index) => atClassicGateway(routing.root, index, attachment, context));
  const drafts = classic.filter((one): one is Draft => 'enforcer' in one);
  if (!isForMesh && drafts.length > 0) return drafts;
  const lost = classic.filter((one): one is Unparented => !('enforcer' in one));
  const rule = isForMesh ? meshRule(routing, lost, attachment, context) : nothing(routing, lost, attachment);
  const ofMesh = trafficDrafts(rule, context);
  return drafts.length > 0 && ofMesh.every(({ enforcer }) => enforcer.type === 'NOBODY')
    ? drafts
    : [...drafts, ...ofMesh];
}

/** One that names only Gateways which do not exist. */
const nothing = (routing: Routing, lost: readonly Unparented[], attachment: readonly Fact[]): TrafficRule => ({
  manifest: routing.part,
  services: [],
  attachment,
  lost,
  refusalAt: () => null,
  partsAt: () => partsAt(routing, false),
  clientNamespaces: [],
});

function atClassicGateway(
  manifest: Manifest,
  index: number,
  attachment: readonly Fact[],
  { model }: Context,
): (Draft | Unparented)[] {
  const gateway = texts(field(manifest.body.spec, 'gateways'))[index] ?? 'mesh';
  if (gateway === 'mesh') return [];
  const [first = '', second] = gateway.split('/');
  const namespace = second === undefined || first === '.' ? manifest.namespace : first;
  const name = second ?? first;
  const at = ['spec', 'gateways', index];
  const found = model.othersByKind
    .get('Gateway')
    ?.find((candidate) => candidate.namespace === namespace && candidate.name === name);
  if (found === undefined) {
    const facts = [factAt(manifest, at, `There is no Gateway ${namespace}/${name} of networking.istio.io.`)];
    return [{ effect: 'TARGET_NOT_FOUND', targets: [{ kind: 'Gateway', namespace, name }], facts }];
  }
  return [
    {
      enforcer: { type: 'GATEWAY', namespace, name },
      pathClass: 'INGRESS',
      effect: 'AS_WRITTEN',
      rules: NO_RULES,
      targets: [refOf(found)],
      evidence: [
        ...attachment,
        factAt(manifest, at, `It routes what enters through Gateway ${namespace}/${name}.`),
        factAt(found, [], 'The proxies that this Gateway selects apply it.'),
      ],
    },
  ];
}

function meshRule(
  routing: Routing,
  lostGateways: readonly Unparented[],
  delegation: readonly Fact[],
  context: Context,
): TrafficRule {
  const { root } = routing;
  const services = new Set<Service>();
  const attachment: Fact[] = [...delegation];
  const lost: Unparented[] = [...lostGateways];
  texts(field(root.body.spec, 'hosts')).forEach((host, index) => {
    const named = context.hosts.named(host, root.namespace);
    for (const service of named) services.add(service);
    const at = ['spec', 'hosts', index];
    if (named.length > 0) attachment.push(factAt(root, at, `It routes ${host}.`));
    else {
      const facts = [factAt(root, at, `No Service and no ServiceEntry has the host ${host}.`)];
      lost.push({ effect: 'TARGET_NOT_FOUND', targets: [], facts });
    }
  });
  const { sourceLabelsDroppedAtWaypoint } = context.model.behaviour;
  return {
    manifest: routing.part,
    services: [...services],
    attachment,
    lost,
    refusalAt: (service, waypoint) => refusalAt(routing, service, waypoint, context),
    partsAt: (waypoint) => partsAt(routing, waypoint !== null && sourceLabelsDroppedAtWaypoint),
    clientNamespaces: exportLimit(root),
  };
}

function refusalAt(routing: Routing, service: Service, waypoint: Gateway, context: Context): Fact | null {
  const { root, part } = routing;
  const { behaviour } = context.model;
  if (root.namespace !== service.namespace && root.namespace !== waypoint.namespace) {
    const sentence = `A waypoint reads the VirtualServices of the service's namespace (${service.namespace}) and its own (${waypoint.namespace}) only.`;
    return factAt(root, ['metadata', 'namespace'], sentence);
  }
  if (!isExportedTo(root, waypoint.namespace)) {
    const sentence = `It is not exported to ${waypoint.namespace}, the namespace of the waypoint.`;
    return factAt(root, ['spec', 'exportTo'], sentence);
  }
  const protocols = new Set(service.ports.flatMap(chainProtocols));
  const isDelegated = root !== part;
  if (!sectionsOf(part, behaviour.tcpRoutesAtWaypoint && !isDelegated).some((protocol) => protocols.has(protocol))) {
    return factAt(service.manifest, ['spec', 'ports'], 'No port of the service has a protocol that it routes.');
  }
  const { rules, facts } = partsAt(routing, behaviour.sourceLabelsDroppedAtWaypoint);
  if (rules.length > 0 && rules.every(({ effect }) => effect === 'DROPPED')) return facts[0] ?? null;
  if (behaviour.virtualServicesMergedAtWaypoint || rules.length === 0) return null;
  const first = context
    .virtualServicesOf(service)
    .find((other) => isRead(other, service, waypoint) && sectionsOf(other, false).length > 0);
  if (first === undefined || first === root) return null;
  const sentence = `VirtualService ${first.namespace}/${first.name} is older, and this release follows only the first for a host.`;
  return factAt(first, ['spec', 'hosts'], sentence);
}

const isRead = (manifest: Manifest, service: Service, waypoint: Gateway): boolean =>
  (manifest.namespace === service.namespace || manifest.namespace === waypoint.namespace) &&
  isExportedTo(manifest, waypoint.namespace);

function sectionsOf({ body }: Manifest, withTcp: boolean): readonly ('HTTP' | 'TCP')[] {
  const has = (section: string) => list(field(body.spec, section)).length > 0;
  const tcp = withTcp && (has('tcp') || has('tls'));
  return [...(has('http') ? (['HTTP'] as const) : []), ...(tcp ? (['TCP'] as const) : [])];
}

function partsAt({ rules }: Routing, dropping: boolean): ReturnType<TrafficRule['partsAt']> {
  const losses = rules.map(({ lost, droppedAtWaypoint }) => lost ?? (dropping ? droppedAtWaypoint : null));
  return {
    facts: losses.filter((fact) => fact !== null),
    rules: rules.map(({ index }, at) => ({ index, effect: losses[at] === null ? 'AS_WRITTEN' : 'DROPPED' })),
  };
}
