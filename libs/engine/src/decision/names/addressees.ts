import type { ClusterModel, Service, ServicePort, Workload } from '../../model/model.js';
import type { Addresses } from '../addresses.js';
import type { Arrival } from '../arrival.js';
import { type Course, ending, notFound } from '../course.js';
import type { MissingName } from '../decision.js';
import type { Peer } from '../peer.js';
import type { RequestDestination, RequestSource } from '../request.js';
import type { ServiceTarget } from '../ways.js';
import { HostDirectory } from './host-directory.js';
import type { ModelDirectory } from './model-directory.js';
import { nearestNames } from './nearest-names.js';

/** Whom a request addresses. */
export type Addressee =
  | ({ readonly kind: 'SERVICE' } & ServiceTarget)
  | { readonly kind: 'POD'; readonly arrival: Arrival }
  | {
      readonly kind: 'SERVICE_ENTRY';
      readonly service: Service;
      /** null: the entry does not serve it. */
      readonly port: ServicePort | null;
      /** That the name was resolved to; undefined: the first address of the entry. */
      readonly ip: string | undefined;
    }
  /** Nobody that could be asked; why. */
  | { readonly kind: 'NOBODY'; readonly course: Course };

type Destination<Kind extends RequestDestination['kind']> = Extract<RequestDestination, { readonly kind: Kind }>;

/** Finds what a request names, and what was meant when there is no such thing. */
export class Addressees {
  private readonly hosts: HostDirectory;

  constructor(
    model: ClusterModel,
    private readonly directory: ModelDirectory,
    private readonly addresses: Addresses,
  ) {
    this.hosts = new HostDirectory(model, directory, addresses);
  }

  find(destination: RequestDestination, peer: Peer): Addressee {
    switch (destination.kind) {
      case 'SERVICE':
        return this.service(destination, peer);
      case 'POD':
        return this.pod(destination);
      case 'SERVICE_ENTRY':
        return this.entry(destination);
      case 'HOST':
        return this.host(destination, peer);
    }
  }

  missingSource({ kind, namespace, name }: Exclude<RequestSource, { kind: 'EXTERNAL' }>): Course {
    return missing('SOURCE', `${SOURCE_WORDS[kind]} ${namespace}/${name}`, `${namespace}/${name}`, () =>
      this.directory.sourceNames(kind),
    );
  }

  private service({ namespace, name, port, backend }: Destination<'SERVICE'>, peer: Peer): Addressee {
    const service = this.directory.service(namespace, name);
    if (service !== undefined) return this.toService(service, port, backend, peer);
    const asked = `${namespace}/${name}`;
    return nobody(missing('DESTINATION', `Service ${asked}`, asked, () => this.directory.services.names()));
  }

  private toService(service: Service, wanted: number | string, backend: string | undefined, peer: Peer): Addressee {
    const { namespace, name } = service;
    if (service.externalName) {
      const detail = `Service ${namespace}/${name} is an alias (ExternalName): ask for the host that it names.`;
      return nobody(ending('UNDECIDED', 'UNDECIDED', detail));
    }
    const port = portOf(service, wanted);
    if (port === null) return nobody(missingPort(service, wanted));
    const workload = this.directory.backend(service, backend);
    if (workload === undefined) {
      const pods = service.workloads.map((endpoint) => endpoint.name);
      const what = backend === undefined ? `endpoint of Service ${namespace}/${name}` : `pod ${namespace}/${backend}`;
      return nobody(missing('ENDPOINT', what, backend ?? '', () => pods));
    }
    // The name of a headless Service leads to its pods, which clients without a proxy of their own call by address
    // (semantics 2.5).
    const isClassic = peer.transport === 'SIDECAR' || peer.transport === 'GATEWAY';
    if (service.headless && !isClassic) return this.toPod(workload, port.port, undefined);
    return { kind: 'SERVICE', service, port, workload };
  }

  private pod({ namespace, name, port, ip }: Destination<'POD'>): Addressee {
    const workload = this.directory.pod(namespace, name);
    if (workload === undefined) {
      const asked = `${namespace}/${name}`;
      return nobody(missing('DESTINATION', `pod ${asked}`, asked, () => this.directory.pods.names()));
    }
    const number = typeof port === 'number' ? port : workload.containerPorts.get(port);
    if (number !== undefined) return this.toPod(workload, number, ip);
    return nobody(
      missing('PORT', `port ${port} of pod ${namespace}/${name}`, String(port), () => workload.containerPorts.keys()),
    );
  }

  private toPod(workload: Workload, port: number, written: string | undefined): Addressee {
    const ip = written ?? workload.addresses[0] ?? '';
    const arrival = { workload, port, ip, address: this.addresses.unread(ip), isServiceAddressed: false };
    return { kind: 'POD', arrival };
  }

  private entry({ namespace, name, host, port, ip }: Destination<'SERVICE_ENTRY'>): Addressee {
    const service = this.directory.entry(namespace, name, host);
    if (service !== undefined) return { kind: 'SERVICE_ENTRY', service, port: portOf(service, port), ip };
    const asked = `host ${host} of ServiceEntry ${namespace}/${name}`;
    return nobody(missing('DESTINATION', asked, host, () => this.directory.hosts.keys()));
  }

  private host({ host, port }: Destination<'HOST'>, peer: Peer): Addressee {
    const target = this.hosts.find(host, peer.workload?.namespace ?? null);
    if (target === undefined) return nobody(this.missingHost(host));
    if (target.kind === 'POD') {
      const number = typeof port === 'number' ? port : target.workload.containerPorts.get(port);
      const { namespace, name } = target.workload;
      if (number !== undefined) return this.toPod(target.workload, number, target.ip);
      return this.pod({ kind: 'POD', namespace, name, port });
    }
    const { service } = target;
    if (service.kind === 'Service') return this.toService(service, port, undefined, peer);
    const found = portOf(service, port);
    return found === null
      ? nobody(missingPort(service, port))
      : { kind: 'SERVICE_ENTRY', service, port: found, ip: undefined };
  }

  /** Names of Services are told as shortly as they work everywhere. */
  private missingHost(host: string): Course {
    const isFull = /\.local\.?$/.test(host);
    return notFound(() => {
      const known = [...this.directory.hosts.keys()].map((name) => (isFull ? name : name.replace(DOMAIN, '')));
      const near = nearestNames(host, known, (name) => name.startsWith(`${host}.`));
      return { part: 'DESTINATION', name: `host ${host}`, near };
    });
  }
}

const DOMAIN = /\.svc\.cluster\.local$/;

const SOURCE_WORDS = {
  POD: 'pod',
  WORKLOAD: 'workload',
  SERVICE_ACCOUNT: 'pod of the service account',
  INGRESS: 'pod of the gateway',
} as const;

const nobody = (course: Course): Addressee => ({ kind: 'NOBODY', course });

const missing = (part: MissingName['part'], name: string, asked: string, known: () => Iterable<string>): Course =>
  notFound(() => ({ part, name, near: nearestNames(asked, known()) }));

/** All ports are told: they are few, and numbers have no neighbours. */
const missingPort = ({ kind, namespace, name, ports }: Service, wanted: number | string): Course =>
  notFound(() => ({
    part: 'PORT',
    name: `port ${wanted} of ${kind} ${namespace}/${name}`,
    near: ports.map((port) => (port.name === '' ? String(port.port) : `${port.port} (${port.name})`)),
  }));

const portOf = ({ ports }: Service, wanted: number | string): ServicePort | null =>
  ports.find(({ port, name }) => (typeof wanted === 'number' ? port === wanted : name === wanted)) ?? null;
