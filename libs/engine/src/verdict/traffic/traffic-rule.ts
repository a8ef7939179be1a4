import type { Effect, Fact, RuleEffect, Verdict } from '../../analysis.js';
import type { Manifest } from '../../manifest/manifest.js';
import { factAt } from '../../model/evidence.js';
import type { Gateway, Service } from '../../model/model.js';
import type { Context } from '../context.js';
import type { IngressPath } from './ingress-paths.js';
import { NO_RULES, nobody, type Draft } from '../draft.js';
import type { EnvoyEvaluator } from '../evaluation.js';
import type { Unparented } from '../route-outcome.js';
import { uniqueRefs } from '../targets.js';
import { waypointDrafts } from '../waypoint-drafts.js';

/** What an object of the routing and traffic kinds says about services, and who may follow it. */
export interface TrafficRule {
  readonly manifest: Manifest;
  readonly services: readonly Service[];
  /** How it comes to these services. */
  readonly attachment: readonly Fact[];
  /** What of it names nothing. */
  readonly lost: readonly Unparented[];
  /** Why a waypoint leaves it out for a service; null when it does not. */
  refusalAt(service: Service, waypoint: Gateway): Fact | null;
  /** What a waypoint, or (null) a sidecar, does with the parts of it. */
  partsAt(waypoint: Gateway | null): {
    readonly facts: readonly Fact[];
    readonly rules: readonly { readonly index: number; readonly effect: RuleEffect }[];
  };
  /** Whether gateways of a namespace that send to the service apply it; left out: none does. */
  isUsedByGatewaysIn?(namespace: string, service: Service): boolean;
  /** Namespaces of the sidecar clients that follow it; null: all. */
  readonly clientNamespaces: readonly string[] | null;
}

/** Its verdicts at waypoints and at clients with a sidecar; ztunnel never reads such an object (semantics 3.8). */
export function trafficDrafts(rule: TrafficRule, context: Context): Draft[] {
  const { placements, lost } = placed(rule, context);
  const drafts: Draft[] = [];
  for (const [waypoint, services] of placements) {
    const found = draftsAt(rule, waypoint, services, context);
    if (found.some(({ effect }) => effect !== 'BYPASSED')) drafts.push(...found);
    else lost.push(bypassed(rule, services, found));
  }
  const others = [...sidecarDrafts(rule, context), ...ingressDrafts(rule, context)];
  if (drafts.length > 0 || (others.length > 0 && !context.hasCapturedClients)) return [...drafts, ...others];
  return [...others, unfollowed(rule, [...lost, ...rule.lost], others.length > 0)];
}

function placed(
  rule: TrafficRule,
  context: Context,
): { readonly placements: ReadonlyMap<Gateway, Service[]>; readonly lost: Unparented[] } {
  const placements = new Map<Gateway, Service[]>();
  const lost: Unparented[] = [];
  for (const service of rule.services) {
    const { waypoint, canary } = service.binding;
    if (waypoint === null) {
      lost.push({ effect: 'TARGET_NOT_BOUND', targets: [service], facts: context.bindingFacts(service) });
      continue;
    }
    for (const candidate of canary === null ? [waypoint] : [waypoint, canary.waypoint]) {
      const refusal = refusalOf(rule, service, candidate);
      if (refusal !== null) {
        lost.push({ effect: 'NOT_ATTACHED', targets: [service], facts: [...context.bindingFacts(service), refusal] });
        continue;
      }
      const services = placements.get(candidate);
      if (services === undefined) placements.set(candidate, [service]);
      else services.push(service);
    }
  }
  return { placements, lost };
}

function refusalOf(rule: TrafficRule, service: Service, waypoint: Gateway): Fact | null {
  if (waypoint.role === 'WAYPOINT') return rule.refusalAt(service, waypoint);
  const sentence =
    waypoint.role === 'AGENTGATEWAY_WAYPOINT'
      ? `An agentgateway waypoint does not know ${rule.manifest.kind}.`
      : `Such a gateway is no waypoint proxy of Istio: it applies no ${rule.manifest.kind} to the services behind it.`;
  return factAt(waypoint.manifest, ['spec', 'gatewayClassName'], sentence);
}

function draftsAt(rule: TrafficRule, waypoint: Gateway, services: readonly Service[], context: Context): Draft[] {
  const { facts, rules } = rule.partsAt(waypoint);
  const outcome = { effect: 'AS_WRITTEN' as const, rules: rules.map((one) => ({ ...one, culprits: [] })) };
  const evaluator: EnvoyEvaluator = {
    dependsOnPorts: false,
    absence: null,
    evaluate: () => ({ outcome, facts }),
  };
  const [only, ...others] = services;
  if (only === undefined) return [];
  const placement =
    others.length === 0 ? context.waypoints.serviceAt(waypoint, only) : { waypoint, services, workloads: [] };
  const binding = others.length === 0 ? context.bindingFacts(only) : [];
  return waypointDrafts(placement, context.waypoints, evaluator, [...rule.attachment, ...binding]);
}

const bypassed = (rule: TrafficRule, services: readonly Service[], drafts: readonly Draft[]): Unparented => ({
  effect: 'BYPASSED',
  targets: services,
  facts: drafts.flatMap(({ evidence }) => evidence.slice(-1)).slice(0, 1),
});

function sidecarDrafts(rule: TrafficRule, context: Context): Draft[] {
  if (rule.services.length === 0) return [];
  const namespaces = rule.clientNamespaces ?? [null];
  const client = namespaces.map((namespace) => context.sidecarClient(namespace)).find((found) => found !== undefined);
  if (client === undefined) return [];
  const { facts, rules } = rule.partsAt(null);
  const closing = factAt(client.manifest, [], `Clients with a sidecar apply a ${rule.manifest.kind} themselves.`);
  const [namespace, ...more] = rule.clientNamespaces ?? [];
  return [
    {
      enforcer: { type: 'SIDECAR', namespace: more.length > 0 ? '' : (namespace ?? ''), name: '' },
      pathClass: 'SIDECAR_CLIENT',
      effect: 'AS_WRITTEN',
      rules,
      targets: uniqueRefs(rule.services),
      evidence: [...rule.attachment, ...facts, closing],
    },
  ];
}

/** Gateways that send straight to the services; where a waypoint takes that over, its own verdict says it. */
function ingressDrafts(rule: TrafficRule, { ingressPaths }: Context): Draft[] {
  const byGateway = new Map<Manifest, { readonly path: IngressPath; readonly services: Service[] }>();
  for (const service of rule.isUsedByGatewaysIn === undefined ? [] : rule.services) {
    if (service.ingressUseWaypoint) continue;
    for (const path of ingressPaths.to(service)) {
      if (!rule.isUsedByGatewaysIn?.(path.manifest.namespace, service)) continue;
      const known = byGateway.get(path.manifest);
      if (known === undefined) byGateway.set(path.manifest, { path, services: [service] });
      else known.services.push(service);
    }
  }
  return [...byGateway.values()].map(({ path: { enforcer, manifest }, services }) => ({
    enforcer,
    pathClass: 'INGRESS',
    effect: 'AS_WRITTEN',
    rules: NO_RULES,
    targets: uniqueRefs(services),
    evidence: [
      ...rule.attachment,
      factAt(
        manifest,
        [],
        `Gateway ${manifest.namespace}/${manifest.name} sends to it, and applies a ${rule.manifest.kind} itself.`,
      ),
    ],
  }));
}

// Of several reasons the one nearest to working names the effect.
const NEAREST: readonly Effect[] = ['BYPASSED', 'TARGET_NOT_BOUND', 'NOT_ATTACHED', 'TARGET_NOT_FOUND'];
const SHOWN = 3;

function unfollowed({ manifest, attachment, partsAt }: TrafficRule, lost: readonly Unparented[], hasOthers: boolean) {
  const effects = new Set(lost.map(({ effect }) => effect));
  const effect = NEAREST.find((candidate) => effects.has(candidate)) ?? 'NOT_ATTACHED';
  const facts = lost.slice(0, SHOWN).flatMap((one) => one.facts);
  const closing = factAt(manifest, [], `No waypoint applies it, and ztunnel does not know ${manifest.kind}.`);
  const rules: Verdict['rules'] = partsAt(null).rules.map(({ index }) => ({ index, effect: 'NOT_EVALUATED' }));
  return nobody(
    effect,
    uniqueRefs(lost.flatMap(({ targets }) => targets)),
    [...attachment, ...facts, closing],
    rules.length === 0 ? NO_RULES : rules,
    hasOthers ? 'SERVICE_ADDRESSED' : null,
  );
}
