import type { Gateway, Service, ServicePort } from '../model/model.js';

/** One filter chain of a waypoint (semantics 5.1). */
export interface WaypointChain {
  readonly waypoint: Gateway;
  /** null: the chain for traffic addressed to pods. */
  readonly service: Service | null;
  /** Service port; null for the pod chain. */
  readonly port: number | null;
  readonly protocol: 'HTTP' | 'TCP';
}

/**
 * The chains of a waypoint: for each port of each service bound to it, and the pair for pod-addressed traffic. A port
 * without a declared protocol gets both and is sniffed; UDP gets none. Istio core/listener_waypoint.go
 * buildWaypointInternal.
 */
export function chainsOf(waypoint: Gateway): readonly WaypointChain[] {
  const chain = (service: Service | null, port: number | null) => (protocol: 'HTTP' | 'TCP') => ({
    waypoint,
    service,
    port,
    protocol,
  });
  const services = [...waypoint.boundServices, ...waypoint.canaryServices];
  return [
    ...(['HTTP', 'TCP'] as const).map(chain(null, null)),
    ...services.flatMap((service) =>
      service.ports.flatMap((port) => chainProtocols(port).map(chain(service, port.port))),
    ),
  ];
}

/** Which chains a port gets at a waypoint. */
export function chainProtocols({ protocol }: ServicePort): readonly ('HTTP' | 'TCP')[] {
  switch (protocol) {
    case 'UDP':
      return [];
    case 'UNDECLARED':
      return ['HTTP', 'TCP'];
    default:
      return [protocol];
  }
}
