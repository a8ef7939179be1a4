import { ExtAuthzProviders } from '../authorization/ext-authz-providers.js';
import type { ClusterModel } from '../model/model.js';
import { PeerAuthenticationIndex } from '../ztunnel/peer-authentication-index.js';
import { Addresses } from './addresses.js';
import { type Course, ending } from './course.js';
import type { Answer, Decision } from './decision.js';
import { DestinationDecisions } from './destination-decisions.js';
import type { EnvoyMesh } from './envoy/chain.js';
import { TrustDomains } from './envoy/trust-domains.js';
import { decisionOf } from './hops.js';
import { ModelDirectory } from './model-directory.js';
import { envoyParts } from './nearest/envoy-parts.js';
import { RuleShelf } from './nearest/rule-shelf.js';
import { type Peer, Peers } from './peer.js';
import type { DecisionRequest, HttpRequest, RequestDestination } from './request.js';
import { ServiceRoutes } from './routes/service-routes.js';
import { SidecarDecisions } from './sidecar-decisions.js';
import { WaypointDecisions } from './waypoint-decisions.js';
import { WaypointHop } from './waypoint-hop.js';
import { Ways } from './ways.js';
import { ZtunnelDecisions } from './ztunnel-decisions.js';

/** Decides requests in one cluster; policies are compiled once. */
export interface Decisions {
  /** The answer with its evidence: every hop, and the nearest rule that would have let a denied request through. */
  decide(request: DecisionRequest): Decision;
  /** The same answer, without its evidence and five times as fast. */
  answer(request: DecisionRequest): Answer;
}

export const compileDecisions = (model: ClusterModel): Decisions => new ClusterDecisions(model);

class ClusterDecisions implements Decisions {
  private readonly addresses = new Addresses();
  private readonly directory: ModelDirectory;
  private readonly peers: Peers;
  private readonly ways: Ways;

  constructor(model: ClusterModel) {
    const envoy = envoyMesh(model);
    const { addresses } = this;
    const directory = new ModelDirectory(model);
    const modes = new PeerAuthenticationIndex(model);
    const sidecars = new SidecarDecisions(model, envoy, modes);
    const destinations = new DestinationDecisions(model, new ZtunnelDecisions(model, modes), sidecars, modes);
    this.directory = directory;
    this.peers = new Peers(directory, addresses, model.mesh.trustDomain);
    this.ways = new Ways({
      mesh: model.mesh,
      addresses,
      directory,
      destinations,
      waypoints: new WaypointHop(new WaypointDecisions(model, envoy), this.peers, addresses),
      routes: new ServiceRoutes(model, directory),
    });
  }

  decide(request: DecisionRequest): Decision {
    return decisionOf(this.course(request));
  }

  answer(request: DecisionRequest): Answer {
    const { outcome, reason, decidedBy, code, policies } = this.course(request);
    return { outcome, reason, decidedBy, code, policies };
  }

  private course({ source, destination, http }: DecisionRequest): Course {
    const peer = this.peers.of(source);
    if (peer === null) return ending('UNDECIDED', 'NOT_FOUND', 'The source is not in the snapshot.');
    return this.to(destination, peer, http);
  }

  private to(destination: RequestDestination, peer: Peer, http: HttpRequest | null): Course {
    const { directory } = this;
    const { namespace, name } = destination;
    switch (destination.kind) {
      case 'SERVICE': {
        const service = directory.service(namespace, name);
        const port = service?.ports.find((candidate) => candidate.port === destination.port);
        const workload = service === undefined ? undefined : directory.backend(service, destination.backend);
        if (service === undefined || port === undefined || workload === undefined) {
          return ending('UNDECIDED', 'NOT_FOUND', 'The snapshot has no such Service, port or endpoint.');
        }
        return this.ways.toService(peer, { service, port, workload }, http);
      }
      case 'POD': {
        const workload = directory.pod(namespace, name);
        if (workload === undefined) return ending('UNDECIDED', 'NOT_FOUND', 'The pod is not in the snapshot.');
        const ip = destination.ip ?? workload.addresses[0] ?? '';
        const { port } = destination;
        return this.ways.toPod(
          peer,
          { workload, port, ip, address: this.addresses.parse(ip), isServiceAddressed: false },
          http,
        );
      }
      case 'SERVICE_ENTRY': {
        const service = directory.entry(namespace, name, destination.host);
        if (service === undefined) return ending('UNDECIDED', 'NOT_FOUND', 'The snapshot has no such ServiceEntry.');
        return this.ways.toServiceEntry(peer, service, destination.port, destination.ip, http);
      }
    }
  }
}

function envoyMesh(model: ClusterModel): EnvoyMesh {
  const trustDomains = new TrustDomains(model.mesh);
  return {
    providers: new ExtAuthzProviders(model),
    trustDomains,
    pathNormalization: model.mesh.pathNormalization,
    shelves: {
      HTTP: new RuleShelf(envoyParts({ protocol: 'HTTP', trustDomains })),
      TCP: new RuleShelf(envoyParts({ protocol: 'TCP', trustDomains })),
    },
  };
}
