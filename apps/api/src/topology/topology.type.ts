import { Field, Int, ObjectType } from '@nestjs/graphql';
import type {
  BindingReason as BindingReasonValue,
  CaptureReason as CaptureReasonValue,
  GatewayRole as GatewayRoleValue,
  PathClass as PathClassValue,
} from '@waymark/engine';
import { BindingReason, CaptureReason, GatewayRole, PathClass } from '../graphql/enums.js';
import { ObjectRef } from '../graphql/shared.types.js';

@ObjectType({ description: 'Pods of one owner.' })
export class TopologyWorkload {
  @Field(() => ObjectRef)
  object: ObjectRef;
  @Field(() => Int)
  pods: number;
  @Field(() => Int, { description: 'How many of the pods ztunnel captures.' })
  captured: number;
  @Field(() => Int)
  sidecars: number;
  @Field(() => [CaptureReason])
  captureReasons: CaptureReasonValue[];
  @Field(() => [String])
  serviceAccounts: string[];
  @Field(() => ObjectRef, { nullable: true, description: 'The waypoint of traffic that is addressed to the pods.' })
  waypoint: ObjectRef | null;
  @Field(() => ObjectRef, { nullable: true, description: 'The Gateway whose proxies these pods are.' })
  runs: ObjectRef | null;
}

@ObjectType()
export class TopologyPort {
  @Field(() => Int)
  port: number;
  @Field()
  name: string;
  @Field({ description: 'HTTP, TCP, UNDECLARED or UDP, as appProtocol or the name declares it.' })
  protocol: string;
}

@ObjectType({ description: 'How one class of traffic reaches the pods of a service.' })
export class TopologyWay {
  @Field(() => PathClass)
  pathClass: PathClassValue;
  @Field(() => [ObjectRef], { description: 'The waypoints that it crosses.' })
  through: ObjectRef[];
  @Field({ description: 'The service has a waypoint, and this traffic reaches pods without crossing it.' })
  bypasses: boolean;
  @Field({ description: 'An ALLOW policy at every pod so reached refuses whom it does not name.' })
  guarded: boolean;
}

@ObjectType({ description: 'A Service, or one host of a ServiceEntry.' })
export class TopologyService {
  @Field(() => ObjectRef)
  object: ObjectRef;
  @Field()
  hostname: string;
  @Field(() => [TopologyPort])
  ports: TopologyPort[];
  @Field(() => [ObjectRef], { description: 'The owners of its pods.' })
  workloads: ObjectRef[];
  @Field(() => ObjectRef, { nullable: true })
  waypoint: ObjectRef | null;
  @Field(() => ObjectRef, { nullable: true, description: 'The second, weighted waypoint.' })
  canary: ObjectRef | null;
  @Field(() => BindingReason)
  binding: BindingReasonValue;
  @Field(() => [ObjectRef], { description: 'Gateways whose routes send to it.' })
  routedFrom: ObjectRef[];
  @Field(() => [TopologyWay])
  ways: TopologyWay[];
}

@ObjectType()
export class TopologyGateway {
  @Field(() => ObjectRef)
  object: ObjectRef;
  @Field(() => GatewayRole)
  role: GatewayRoleValue;
  @Field()
  waypointFor: string;
  @Field({ description: 'READY, NOT_READY or UNKNOWN (manifests that were never in a cluster).' })
  ready: string;
}

@ObjectType({ description: 'What stands in one namespace and how traffic gets to it.' })
export class Topology {
  @Field()
  namespace: string;
  @Field(() => [TopologyWorkload])
  workloads: TopologyWorkload[];
  @Field(() => [TopologyService])
  services: TopologyService[];
  @Field(() => [TopologyGateway], { description: 'Those of the namespace, and those elsewhere that its traffic uses.' })
  gateways: TopologyGateway[];
}
