import type { ClusterModel, Labels, Service, Workload } from '../../model/model.js';
import { labelValue } from '../../model/narrow.js';
import type { RequestSource } from '../request.js';
import { NamedIndex } from './named-index.js';

type Source = Exclude<RequestSource, { kind: 'EXTERNAL' }>;

/** Finds by name what requests name. */
export class ModelDirectory {
  readonly pods = new NamedIndex<Workload>();
  readonly owners = new NamedIndex<Workload>();
  readonly accounts = new NamedIndex<Workload>();
  readonly services = new NamedIndex<Service>();
  readonly hosts = new Map<string, Service>();
  private readonly entries = new NamedIndex<Service>();
  private readonly ownersByKind = new NamedIndex<Workload>();

  constructor(private readonly model: ClusterModel) {
    for (const workload of model.workloads) {
      const { kind, namespace, name, owner, serviceAccount } = workload;
      if (kind === 'Pod') this.pods.set(namespace, name, workload);
      else this.pods.add(namespace, name, workload);
      this.owners.add(namespace, owner.name, workload);
      this.ownersByKind.add(namespace, `${owner.kind} ${owner.name}`, workload);
      this.accounts.add(namespace, serviceAccount, workload);
    }
    for (const service of model.services) {
      const { kind, namespace, name, hostname } = service;
      if (kind === 'Service') this.services.set(namespace, name, service);
      else this.entries.set(namespace, `${name} ${hostname}`, service);
      if (kind === 'Service' || !this.hosts.has(hostname)) this.hosts.set(hostname, service);
    }
  }

  pod(namespace: string, name: string): Workload | undefined {
    return this.pods.get(namespace, name);
  }

  service(namespace: string, name: string): Service | undefined {
    return this.services.get(namespace, name);
  }

  entry(namespace: string, name: string, host: string): Service | undefined {
    return this.entries.get(namespace, `${name} ${host}`);
  }

  /** The Service or host of a ServiceEntry with that full name; of equal names the Service, else the first. */
  host(name: string): Service | undefined {
    return this.hosts.get(name);
  }

  /** The named pod, or the first endpoint that has an address. */
  backend(
    { namespace, workloads }: Service,
    name: string | undefined,
    subset: Labels | null = null,
  ): Workload | undefined {
    const fitting = subset === null ? workloads : workloads.filter(({ labels }) => hasLabels(labels ?? {}, subset));
    if (name === undefined) return fitting.find(({ addresses }) => addresses.length > 0) ?? fitting[0];
    return workloads.find((workload) => workload.name === name) ?? this.pod(namespace, name);
  }

  /** The workload that a source stands for: of an account, an owner or a Gateway the first pod. */
  source(source: Source): Workload | undefined {
    const { kind, namespace, name } = source;
    switch (kind) {
      case 'POD':
        return this.pod(namespace, name);
      case 'WORKLOAD':
        return source.ownerKind === undefined
          ? (this.owners.get(namespace, name) ?? this.pod(namespace, name))
          : this.ownersByKind.get(namespace, `${source.ownerKind} ${name}`);
      case 'SERVICE_ACCOUNT':
        return this.accounts.get(namespace, name);
      case 'INGRESS':
        return this.pod(namespace, name) ?? this.model.gatewaysByName.get(`${namespace}/${name}`)?.workloads[0];
    }
  }

  /** Every name that such a source may have. */
  sourceNames(kind: Source['kind']): Iterable<string> {
    switch (kind) {
      case 'POD':
        return this.pods.names();
      case 'WORKLOAD':
        return this.owners.names();
      case 'SERVICE_ACCOUNT':
        return this.accounts.names();
      case 'INGRESS':
        return this.model.gatewaysByName.keys();
    }
  }
}

const hasLabels = (labels: Labels, wanted: Labels): boolean =>
  Object.entries(wanted).every(([key, value]) => labelValue(labels, key) === value);
