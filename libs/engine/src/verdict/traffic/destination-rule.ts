import type { Fact } from '../../analysis.js';
import type { FieldPath, Manifest } from '../../manifest/manifest.js';
import { factAt } from '../../model/evidence.js';
import type { Gateway, Service } from '../../model/model.js';
import { field, isFields, list, text } from '../../model/narrow.js';
import type { Context } from '../context.js';
import { NO_RULES, type Draft } from '../draft.js';
import type { Unparented } from '../route-outcome.js';
import { hasWorkloadSelector, hostOf } from './destination-rules.js';
import { exportLimit } from './export-to.js';
import { trafficDrafts } from './traffic-rule.js';

/** A DestinationRule: used by waypoints and by clients with a sidecar, never by ztunnel (semantics 3.8). */
export function judgeDestinationRule(manifest: Manifest, context: Context): Draft[] {
  const host = hostOf(manifest);
  const services = context.hosts.named(host, manifest.namespace);
  const at: FieldPath = ['spec', 'host'];
  const lost: Unparented[] =
    services.length > 0
      ? []
      : [
          {
            effect: 'TARGET_NOT_FOUND',
            targets: [],
            facts: [factAt(manifest, at, `No Service and no ServiceEntry has the host ${host}.`)],
          },
        ];
  return trafficDrafts(
    {
      manifest,
      services,
      attachment: services.length === 0 ? [] : [factAt(manifest, at, `It is about ${host}.`)],
      lost,
      refusalAt: (service, waypoint) => refusalAt(manifest, service, waypoint, context),
      partsAt: (waypoint) => ({
        facts: waypoint === null ? [] : partsOf(manifest, context, services).unused,
        rules: NO_RULES,
      }),
      isUsedByGatewaysIn: (namespace, service) =>
        context.destinationRules.usedBy(namespace, service).includes(manifest),
      clientNamespaces: hasWorkloadSelector(manifest) ? [manifest.namespace] : exportLimit(manifest),
    },
    context,
  );
}

function refusalAt(manifest: Manifest, service: Service, waypoint: Gateway, context: Context): Fact | null {
  if (hasWorkloadSelector(manifest)) {
    const sentence =
      'A DestinationRule with a workloadSelector is for the sidecars that it selects; waypoints never use it.';
    return factAt(manifest, ['spec', 'workloadSelector'], sentence);
  }
  const used = context.destinationRules.usedBy(waypoint.namespace, service);
  if (!used.includes(manifest)) return outranked(manifest, service, waypoint, used[0], context);
  const { unused, used: parts } = partsOf(manifest, context, [service]);
  return parts === 0 ? (unused[0] ?? factAt(manifest, ['spec'], 'It says nothing that a waypoint could apply.')) : null;
}

function outranked(
  manifest: Manifest,
  service: Service,
  waypoint: Gateway,
  winner: Manifest | undefined,
  { model }: Context,
): Fact {
  if (winner !== undefined) {
    const sentence = `The waypoint uses DestinationRule ${winner.namespace}/${winner.name} for ${service.hostname}: it stands nearer, or names the host more exactly.`;
    return factAt(winner, ['spec', 'host'], sentence);
  }
  const places = [...new Set([waypoint.namespace, service.namespace, model.mesh.rootNamespace])].join(', ');
  const sentence = `A waypoint looks DestinationRules up in its own, the service's and the root namespace (${places}), as far as they are exported to it.`;
  return factAt(manifest, ['metadata', 'namespace'], sentence);
}

const CONNECTION_PARTS = ['connectionPool', 'outlierDetection', 'proxyProtocol', 'retryBudget', 'tunnel'];

/** Which parts a waypoint applies: how many, and why it leaves others out. */
function partsOf(
  manifest: Manifest,
  context: Context,
  services: readonly Service[],
): { readonly used: number; readonly unused: readonly Fact[] } {
  const { behaviour } = context.model;
  const { spec } = manifest.body;
  const policy = field(spec, 'trafficPolicy');
  const unused: Fact[] = [];
  let used =
    list(field(spec, 'subsets')).length + CONNECTION_PARTS.filter((part) => isFields(field(policy, part))).length;
  const count = (isUsed: boolean, path: FieldPath, sentence: string) => {
    if (isUsed) used++;
    else unused.push(factAt(manifest, path, sentence));
  };
  const balancing = field(policy, 'loadBalancer');
  if (isFields(balancing)) {
    const needsRoute = isFields(field(balancing, 'consistentHash')) && !behaviour.consistentHashWithoutVirtualService;
    count(
      !needsRoute || services.some((service) => context.virtualServicesOf(service).length > 0),
      ['spec', 'trafficPolicy', 'loadBalancer', 'consistentHash'],
      'A waypoint of this release applies consistentHash only together with a VirtualService for the host.',
    );
  }
  const tls = field(policy, 'tls');
  if (isFields(tls)) {
    const mode = text(field(tls, 'mode')) || 'DISABLE';
    count(
      mode === 'SIMPLE' || mode === 'MUTUAL',
      ['spec', 'trafficPolicy', 'tls', 'mode'],
      `To a waypoint TLS mode ${mode} says nothing: ztunnel secures what it sends.`,
    );
  }
  if (list(field(policy, 'portLevelSettings')).length > 0) {
    count(
      behaviour.portLevelSettingsAtWaypoint,
      ['spec', 'trafficPolicy', 'portLevelSettings'],
      'A waypoint of this release ignores portLevelSettings.',
    );
  }
  return { used, unused };
}
