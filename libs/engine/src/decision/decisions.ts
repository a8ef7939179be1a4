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
import { Addressees } from './names/addressees.js';
import { ModelDirectory } from './names/model-directory.js';
import { envoyParts } from './nearest/envoy-parts.js';
import { RuleShelf } from './nearest/rule-shelf.js';
import { Peers } from './peer.js';
import type { DecisionRequest } from './request.js';
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
  /** The same answer without its evidence, in about half the time. */
  answer(request: DecisionRequest): Answer;
}

export const compileDecisions = (model: ClusterModel): Decisions => new ClusterDecisions(model);

class ClusterDecisions implements Decisions {
  private readonly addressees: Addressees;
  private readonly peers: Peers;
  private readonly ways: Ways;

  constructor(model: ClusterModel) {
    const envoy = envoyMesh(model);
    const addresses = new Addresses();
    const directory = new ModelDirectory(model);
    const modes = new PeerAuthenticationIndex(model);
    const sidecars = new SidecarDecisions(model, envoy, modes);
    const destinations = new DestinationDecisions(model, new ZtunnelDecisions(model, modes), sidecars, modes);
    this.addressees = new Addressees(model, directory, addresses);
    this.peers = new Peers(directory, addresses, model.mesh.trustDomain);
    this.ways = new Ways({
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
    if (peer === null) {
      return source.kind === 'EXTERNAL' ? ending('UNDECIDED', 'NOT_FOUND', '') : this.addressees.missingSource(source);
    }
    const addressee = this.addressees.find(destination, peer);
    switch (addressee.kind) {
      case 'SERVICE':
        return this.ways.toService(peer, addressee, http);
      case 'POD':
        return this.ways.toPod(peer, addressee.arrival, http);
      case 'SERVICE_ENTRY':
        return this.ways.toServiceEntry(peer, addressee, http);
      case 'NOBODY':
        return addressee.course;
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
