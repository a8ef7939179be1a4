import type { Gateway, Workload } from '../model/model.js';
import { type Addresses, NO_ADDRESS, type UnreadAddress } from './addresses.js';
import { identity, type Identity } from './identity.js';
import type { ModelDirectory } from './names/model-directory.js';
import type { RequestSource } from './request.js';

/** Who opens a connection, and what stands beside it. */
export interface Peer {
  readonly transport: 'ZTUNNEL' | 'SIDECAR' | 'GATEWAY' | 'WAYPOINT' | 'PLAIN';
  readonly identity: Identity | null;
  readonly ip: string;
  readonly address: UnreadAddress;
  /** null: outside the cluster. */
  readonly workload: Workload | null;
}

/** The peers of a cluster; each is put together once. */
export class Peers {
  private readonly clients = new Map<Workload, Peer>();
  private readonly gateways = new Map<Workload, Peer>();
  private readonly waypoints = new Map<Workload, Peer>();

  constructor(
    private readonly directory: ModelDirectory,
    private readonly addresses: Addresses,
    private readonly trustDomain: string,
  ) {}

  /** null: not in the snapshot. */
  of(source: RequestSource): Peer | null {
    if (source.kind === 'EXTERNAL') return { ...PLAIN, ip: source.ip, address: this.addresses.unread(source.ip) };
    const workload = this.directory.source(source);
    if (workload === undefined) return null;
    const peer =
      source.kind === 'INGRESS'
        ? this.kept(this.gateways, workload, 'GATEWAY', workload.serviceAccount)
        : this.kept(this.clients, workload, transportOf(workload), workload.serviceAccount);
    const ip = 'ip' in source ? source.ip : undefined;
    return ip === undefined || ip === peer.ip ? peer : { ...peer, ip, address: this.addresses.unread(ip) };
  }

  /**
   * A waypoint calls on with its own identity (semantics 5.6).
   *
   * @param instance null: its pods are not in the manifests
   */
  waypoint({ namespace, serviceAccount }: Gateway, instance: Workload | null): Peer {
    if (instance !== null) return this.kept(this.waypoints, instance, 'WAYPOINT', serviceAccount);
    const own = identity(this.trustDomain, namespace, serviceAccount);
    return { transport: 'WAYPOINT', identity: own, ip: '', address: NO_ADDRESS, workload: null };
  }

  private kept(peers: Map<Workload, Peer>, workload: Workload, transport: Peer['transport'], account: string): Peer {
    let peer = peers.get(workload);
    if (peer === undefined) {
      const ip = workload.addresses[0] ?? '';
      const own = transport === 'PLAIN' ? null : identity(this.trustDomain, workload.namespace, account);
      peer = { transport, identity: own, ip, address: this.addresses.unread(ip), workload };
      peers.set(workload, peer);
    }
    return peer;
  }
}

const PLAIN = { transport: 'PLAIN', identity: null, workload: null } as const;

function transportOf({ capture, sidecar }: Workload): Peer['transport'] {
  if (capture.captured) return 'ZTUNNEL';
  return sidecar ? 'SIDECAR' : 'PLAIN';
}
