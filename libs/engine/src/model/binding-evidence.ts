import type { Fact } from '../analysis.js';
import { decidingListener } from './allowed-routes.js';
import { CANARY } from './canary.js';
import { factAt } from './evidence.js';
import { WAYPOINT_FOR } from './gateways.js';
import type { Binding, Gateway } from './model.js';
import { labelValue } from './narrow.js';
import {
  type BindingContext,
  type BindingSubject,
  GATEWAY_MANAGED,
  GATEWAY_NAME,
  USE_WAYPOINT,
  USE_WAYPOINT_NAMESPACE,
} from './waypoint-reference.js';

/** The chain of reasons of one binding: what refers, from where, and what the waypoint makes of it. */
export function bindingEvidence(binding: Binding, subject: BindingSubject, context: BindingContext): readonly Fact[] {
  switch (binding.reason) {
    case 'NOT_AMBIENT':
      return subject.outsideAmbient === null
        ? []
        : [factAt(subject.manifest, subject.outsideAmbient.path, subject.outsideAmbient.sentence)];
    case 'IS_WAYPOINT_INSTANCE':
      return [instanceFact(subject)];
    case 'NO_REFERENCE':
      return noReferenceFacts(subject);
    case 'OPTED_OUT':
      return [
        referenceFact(
          binding,
          subject,
          `${holderOf(binding, subject)} opts out of waypoints by ${USE_WAYPOINT}: none.`,
        ),
      ];
    default:
      return [
        referenceFact(binding, subject, `${holderOf(binding, subject)} refers to waypoint ${nameOf(binding)}.`),
        ...waypointFacts(binding, subject, context),
      ];
  }
}

const nameOf = ({ reference }: Binding): string => `${reference?.namespace}/${reference?.name}`;

const gatewayName = ({ namespace, name }: Gateway): string => `Gateway ${namespace}/${name}`;

const subjectName = ({ manifest: { kind, namespace, name } }: BindingSubject): string => `${kind} ${namespace}/${name}`;

const holderOf = ({ referencedFrom }: Binding, subject: BindingSubject): string =>
  referencedFrom === 'NAMESPACE' ? `Namespace ${subject.namespace.name}` : subjectName(subject);

function instanceFact(subject: BindingSubject): Fact {
  const label = subject.kind === 'SERVICE' ? GATEWAY_MANAGED : GATEWAY_NAME;
  const sentence = `${subjectName(subject)} belongs to a waypoint, and a waypoint has no waypoint itself.`;
  return factAt(subject.manifest, [...subject.labelsPath, label], sentence);
}

function noReferenceFacts(subject: BindingSubject): Fact[] {
  const { manifest, namespace, labels, labelsPath } = subject;
  const facts = [factAt(manifest, labelsPath, `${subjectName(subject)} has no label ${USE_WAYPOINT}.`)];
  if (labelValue(labels, USE_WAYPOINT_NAMESPACE) !== undefined) {
    facts.push(
      factAt(
        manifest,
        [...labelsPath, USE_WAYPOINT_NAMESPACE],
        `${USE_WAYPOINT_NAMESPACE} counts only beside ${USE_WAYPOINT} on the same object.`,
      ),
    );
  }
  if (namespace.manifest !== null) {
    facts.push(
      factAt(namespace.manifest, ['metadata', 'labels'], `Namespace ${namespace.name} has no label ${USE_WAYPOINT}.`),
    );
  }
  return facts;
}

function referenceFact({ referencedAt }: Binding, subject: BindingSubject, sentence: string): Fact {
  const { manifest, path } = referencedAt ?? { manifest: subject.manifest, path: subject.labelsPath };
  return factAt(manifest, path, sentence);
}

function waypointFacts(binding: Binding, subject: BindingSubject, context: BindingContext): Fact[] {
  const gateway = context.gatewaysByName.get(nameOf(binding));
  if (gateway === undefined) {
    const missing = `No Gateway ${nameOf(binding)} exists, so there is no waypoint and nothing falls back to another one.`;
    return [referenceFact(binding, subject, missing)];
  }
  switch (binding.reason) {
    case 'WAYPOINT_NOT_READY':
      return [
        factAt(
          gateway.manifest,
          ['status', 'addresses'],
          `${gatewayName(gateway)} has no address yet, so it counts as absent.`,
        ),
      ];
    case 'ATTACHMENT_DENIED':
      return [attachmentFact(gateway, subject, context, false)];
    case 'UNSUPPORTED_TRAFFIC_TYPE':
      return [attachmentFact(gateway, subject, context, true), trafficFact(gateway, subject, false)];
    case 'CROSS_NAMESPACE_FORBIDDEN':
      return [attachmentFact(gateway, subject, context, true), confinedFact(gateway, subject)];
    default:
      return boundFacts(gateway, binding, subject, context);
  }
}

const confinedFact = (gateway: Gateway, { manifest, namespace }: BindingSubject): Fact =>
  factAt(
    manifest,
    ['metadata', 'namespace'],
    `The mesh shows ServiceEntries of namespace ${namespace.name} to that namespace only (serviceEntryVisibility), so that ${gatewayName(gateway)} of another namespace may not serve it.`,
  );

const boundFacts = (gateway: Gateway, binding: Binding, subject: BindingSubject, context: BindingContext): Fact[] => [
  readyFact(gateway),
  attachmentFact(gateway, subject, context, true),
  trafficFact(gateway, subject, true),
  ...canaryFacts(binding, subject),
];

const readyFact = (gateway: Gateway): Fact =>
  gateway.ready === 'UNKNOWN'
    ? factAt(gateway.manifest, [], `${gatewayName(gateway)} has no status here; it is judged as if it were ready.`)
    : factAt(gateway.manifest, ['status', 'addresses'], `${gatewayName(gateway)} has an address, so it is ready.`);

function attachmentFact(
  gateway: Gateway,
  { namespace }: BindingSubject,
  { behaviour }: BindingContext,
  allowed: boolean,
): Fact {
  const index = decidingListener(gateway, behaviour);
  const path = index < 0 ? ['spec', 'listeners'] : ['spec', 'listeners', index, 'allowedRoutes'];
  const sentence = allowed
    ? `${gatewayName(gateway)} admits objects of namespace ${namespace.name}.`
    : `${gatewayName(gateway)} does not admit objects of namespace ${namespace.name} (allowedRoutes.namespaces).`;
  return factAt(gateway.manifest, path, sentence);
}

function trafficFact(gateway: Gateway, { kind }: BindingSubject, served: boolean): Fact {
  const onGateway = labelValue(gateway.labels, WAYPOINT_FOR) !== undefined;
  const sentence = `${gatewayName(gateway)} is a waypoint for ${gateway.waypointFor}, which ${served ? 'includes' : 'leaves out'} ${
    kind === 'SERVICE' ? 'Services' : 'workloads'
  }.`;
  const classManifest = gateway.gatewayClass?.manifest ?? null;
  return !onGateway && classManifest !== null && labelValue(gateway.gatewayClass?.labels, WAYPOINT_FOR) !== undefined
    ? factAt(classManifest, ['metadata', 'labels', WAYPOINT_FOR], sentence)
    : factAt(gateway.manifest, ['metadata', 'labels', WAYPOINT_FOR], sentence);
}

function canaryFacts({ canary }: Binding, subject: BindingSubject): Fact[] {
  if (canary === null) return [];
  const { waypoint, weight } = canary;
  const sentence = `The canary waypoint ${waypoint.namespace}/${waypoint.name} takes ${weight} of 100 connections.`;
  const { manifest } = labelValue(subject.labels, CANARY) === undefined ? subject.namespace : subject;
  return manifest === null ? [] : [factAt(manifest, ['metadata', 'labels', CANARY], sentence)];
}
