import type { Fact } from '../../analysis.js';
import type { Manifest } from '../../manifest/manifest.js';
import { factAt, refOf } from '../../model/evidence.js';
import type { Gateway, Service } from '../../model/model.js';
import { field, list, text, texts } from '../../model/narrow.js';
import { chainProtocols } from '../../waypoint/chains.js';
import type { Context } from '../context.js';
import { NO_RULES, type Draft } from '../draft.js';
import type { Unparented } from '../route-outcome.js';
import { exportLimit, isExportedTo } from './export-to.js';
import { trafficDrafts, type TrafficRule } from './traffic-rule.js';

/**
 * A VirtualService: for the mesh at the waypoints of its hosts and at clients with a sidecar, else at the classic
 * Gateways that it names (semantics 3.8; Istio core/listener_waypoint.go getVirtualServiceForWaypoint).
 */
export function judgeVirtualService(manifest: Manifest, context: Context): Draft[] {
  const gateways = texts(field(manifest.body.spec, 'gateways'));
  const isForMesh = gateways.length === 0 || gateways.includes('mesh');
  const classic = gateways.flatMap((gateway, index) => atClassicGateway(manifest, gateway, index, context));
  const drafts = classic.filter((one): one is Draft => 'enforcer' in one);
  if (!isForMesh && drafts.length > 0) return drafts;
  const lost = classic.filter((one): one is Unparented => !('enforcer' in one));
  const ofMesh = trafficDrafts(isForMesh ? meshRule(manifest, lost, context) : nothing(manifest, lost), context);
  return drafts.length > 0 && ofMesh.every(({ enforcer }) => enforcer.type === 'NOBODY')
    ? drafts
    : [...drafts, ...ofMesh];
}

/** One that names only Gateways which do not exist. */
const nothing = (manifest: Manifest, lost: readonly Unparented[]): TrafficRule => ({
  manifest,
  services: [],
  attachment: [],
  lost,
  refusalAt: () => null,
  partsAt: () => ({ facts: [], rules: httpRules(manifest, false) }),
  clientNamespaces: [],
});

function atClassicGateway(
  manifest: Manifest,
  gateway: string,
  index: number,
  { model }: Context,
): (Draft | Unparented)[] {
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
        factAt(manifest, at, `It routes what enters through Gateway ${namespace}/${name}.`),
        factAt(found, [], 'The proxies that this Gateway selects apply it.'),
      ],
    },
  ];
}

function meshRule(manifest: Manifest, lostGateways: readonly Unparented[], context: Context): TrafficRule {
  const services = new Set<Service>();
  const attachment: Fact[] = [];
  const lost: Unparented[] = [...lostGateways];
  const hosts = texts(field(manifest.body.spec, 'hosts'));
  hosts.forEach((host, index) => {
    const named = context.hosts.named(host, manifest.namespace);
    for (const service of named) services.add(service);
    const at = ['spec', 'hosts', index];
    if (named.length > 0) attachment.push(factAt(manifest, at, `It routes ${host}.`));
    else {
      const facts = [factAt(manifest, at, `No Service and no ServiceEntry has the host ${host}.`)];
      lost.push({ effect: 'TARGET_NOT_FOUND', targets: [], facts });
    }
  });
  if (hosts.length === 0) {
    const sentence = 'Without hosts it counts only as a part of VirtualServices that delegate to it.';
    lost.push({ effect: 'NOT_ATTACHED', targets: [], facts: [factAt(manifest, ['spec'], sentence)] });
  }
  const droppedAt = (waypoint: Gateway | null) =>
    waypoint !== null && context.model.behaviour.sourceLabelsDroppedAtWaypoint;
  return {
    manifest,
    services: [...services],
    attachment,
    lost,
    refusalAt: (service, waypoint) => refusalAt(manifest, service, waypoint, context),
    partsAt: (waypoint) => ({
      facts: droppedAt(waypoint) ? droppedFacts(manifest) : [],
      rules: httpRules(manifest, droppedAt(waypoint)),
    }),
    clientNamespaces: exportLimit(manifest),
  };
}

function refusalAt(manifest: Manifest, service: Service, waypoint: Gateway, context: Context): Fact | null {
  const { behaviour } = context.model;
  if (manifest.namespace !== service.namespace && manifest.namespace !== waypoint.namespace) {
    const sentence = `A waypoint reads the VirtualServices of the service's namespace (${service.namespace}) and its own (${waypoint.namespace}) only.`;
    return factAt(manifest, ['metadata', 'namespace'], sentence);
  }
  if (!isExportedTo(manifest, waypoint.namespace)) {
    const sentence = `It is not exported to ${waypoint.namespace}, the namespace of the waypoint.`;
    return factAt(manifest, ['spec', 'exportTo'], sentence);
  }
  const protocols = new Set(service.ports.flatMap(chainProtocols));
  if (!sectionsOf(manifest, behaviour.tcpRoutesAtWaypoint).some((protocol) => protocols.has(protocol))) {
    return factAt(service.manifest, ['spec', 'ports'], 'No port of the service has a protocol that it routes.');
  }
  const rules = httpRules(manifest, behaviour.sourceLabelsDroppedAtWaypoint);
  if (rules.length > 0 && rules.every(({ effect }) => effect === 'DROPPED')) {
    return droppedFacts(manifest)[0] ?? null;
  }
  if (behaviour.virtualServicesMergedAtWaypoint || rules.length === 0) return null;
  const first = context
    .virtualServicesOf(service)
    .find((other) => isRead(other, service, waypoint) && httpRules(other, false).length > 0);
  if (first === undefined || first === manifest) return null;
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

/** A waypoint leaves out every match by `sourceLabels`; a rule that has no other match goes with them. */
const isDropped = (rule: unknown): boolean => {
  const matches = list(field(rule, 'match'));
  return matches.length > 0 && matches.every((match) => Object.keys(Object(field(match, 'sourceLabels'))).length > 0);
};

const httpRules = ({ body }: Manifest, dropping: boolean) =>
  list(field(body.spec, 'http')).map((rule, index) => ({
    index,
    effect: dropping && isDropped(rule) ? ('DROPPED' as const) : ('AS_WRITTEN' as const),
  }));

const droppedFacts = (manifest: Manifest): Fact[] =>
  list(field(manifest.body.spec, 'http')).flatMap((rule, index) => {
    if (!isDropped(rule)) return [];
    const name = text(field(rule, 'name'));
    const sentence = `A waypoint drops matches by sourceLabels, so that rule ${name === '' ? index : name} never counts.`;
    return [factAt(manifest, ['spec', 'http', index, 'match'], sentence)];
  });
