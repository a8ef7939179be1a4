import type { Fact } from '../../analysis.js';
import type { Manifest } from '../../manifest/manifest.js';
import { factAt } from '../../model/evidence.js';
import type { Gateway, Service } from '../../model/model.js';
import { field, isFields, labelsOf, labelValue, list, text } from '../../model/narrow.js';
import { byAge, createdAt } from '../../model/order.js';
import type { Context } from '../context.js';
import { NO_RULES, nobody, type Draft } from '../draft.js';
import type { Unparented } from '../route-outcome.js';
import { trafficDrafts } from './traffic-rule.js';

const IGNORED = 'istio.io/ignore-policy-attachment';

/**
 * A BackendTLSPolicy or XBackendTrafficPolicy: istiod turns it into a DestinationRule beside the Service that it targets
 * (semantics 3.8; Istio config/kube/gateway/backend_policies.go DestinationRuleCollection).
 */
export function judgeBackendPolicy(manifest: Manifest, context: Context): Draft[] {
  const unread = whyUnread(manifest, context);
  if (unread !== null) return [nobody('NOT_ATTACHED', [], [unread])];
  const services: Service[] = [];
  const attachment: Fact[] = [];
  const lost: Unparented[] = [];
  list(field(manifest.body.spec, 'targetRefs')).forEach((ref, index) => {
    const at = ['spec', 'targetRefs', index];
    const kind = text(field(ref, 'kind'));
    const name = text(field(ref, 'name'));
    const isService = kind === 'Service' && text(field(ref, 'group')) === '';
    const found = isService ? context.targets.servicesNamed('Service', manifest.namespace, name) : [];
    services.push(...found);
    if (found.length > 0) attachment.push(factAt(manifest, at, `It targets Service ${manifest.namespace}/${name}.`));
    else {
      const sentence = isService
        ? `There is no Service ${manifest.namespace}/${name}.`
        : `Istio knows Services as targets of a ${manifest.kind} only, no ${kind}.`;
      const targets = [{ kind, namespace: manifest.namespace, name }];
      lost.push({
        effect: isService ? 'TARGET_NOT_FOUND' : 'NOT_ATTACHED',
        targets,
        facts: [factAt(manifest, at, sentence)],
      });
    }
  });
  return trafficDrafts(
    {
      manifest,
      services,
      attachment,
      lost,
      refusalAt: (service, waypoint) => refusalAt(manifest, service, waypoint, context),
      partsAt: () => ({ facts: [], rules: NO_RULES }),
      isUsedByGatewaysIn: (namespace, service) => shadowedIn(namespace, service, context) === null,
      clientNamespaces: null,
    },
    context,
  );
}

function whyUnread(manifest: Manifest, { model }: Context): Fact | null {
  const { behaviour, mesh, istioVersion } = model;
  const isStable = manifest.kind === 'BackendTLSPolicy' && behaviour.backendTlsPolicyWithoutFlag;
  if (!isStable && mesh.features['PILOT_ENABLE_ALPHA_GATEWAY_API'] !== true) {
    const sentence = `istiod ${istioVersion} reads no ${manifest.kind} without PILOT_ENABLE_ALPHA_GATEWAY_API=true.`;
    return factAt(manifest, ['kind'], sentence);
  }
  const annotations = labelsOf(field(manifest.body.metadata, 'annotations'));
  return behaviour.ignorePolicyAttachment && labelValue(annotations, IGNORED) === 'true'
    ? factAt(manifest, ['metadata', 'annotations', IGNORED], 'The annotation keeps it from Istio.')
    : null;
}

function refusalAt(manifest: Manifest, service: Service, waypoint: Gateway, context: Context): Fact | null {
  const older = olderRivals(manifest, service, context);
  const [rival] = older;
  if (
    rival !== undefined &&
    partsOf(manifest, service).every((part) => older.some((one) => partsOf(one, service).includes(part)))
  ) {
    const sentence = `${rival.kind} ${rival.namespace}/${rival.name} is older and says the same things: the oldest wins.`;
    return factAt(rival, ['spec', 'targetRefs'], sentence);
  }
  const winner = shadowedIn(waypoint.namespace, service, context);
  if (winner === null) return null;
  const sentence = `The waypoint uses DestinationRule ${winner.namespace}/${winner.name} of its own namespace, and then none of the service's.`;
  return factAt(winner, ['spec', 'host'], sentence);
}

/** The DestinationRule of a proxy's own namespace, which keeps it from looking beside the service; null: there is none. */
function shadowedIn(namespace: string, service: Service, { destinationRules }: Context): Manifest | null {
  const [winner] = destinationRules.usedBy(namespace, service);
  return winner !== undefined && winner.namespace === namespace && namespace !== service.namespace ? winner : null;
}

const aged = (manifest: Manifest) => ({
  namespace: manifest.namespace,
  name: manifest.name,
  creationTimestamp: createdAt(manifest),
});

function olderRivals(manifest: Manifest, service: Service, { model }: Context): readonly Manifest[] {
  return (model.othersByKind.get(manifest.kind) ?? []).filter(
    (other) =>
      other !== manifest &&
      other.namespace === manifest.namespace &&
      byAge(aged(other), aged(manifest)) < 0 &&
      refsTo(other, service).length > 0,
  );
}

const refsTo = ({ body }: Manifest, { name }: Service): readonly unknown[] =>
  list(field(body.spec, 'targetRefs')).filter((ref) => field(ref, 'kind') === 'Service' && field(ref, 'name') === name);

/** What a policy sets for a service; TLS is set for each section by itself. */
function partsOf(manifest: Manifest, service: Service): readonly string[] {
  if (manifest.kind === 'BackendTLSPolicy') {
    return refsTo(manifest, service).map((ref) => `tls ${text(field(ref, 'sectionName'))}`);
  }
  const { spec } = manifest.body;
  return ['retryConstraint', 'sessionPersistence'].filter((part) => isFields(field(spec, part)));
}
