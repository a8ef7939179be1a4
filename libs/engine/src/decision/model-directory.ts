import type { ClusterModel, Labels, Service, Workload } from '../model/model.js';
import { labelValue } from '../model/narrow.js';
import type { RequestSource } from './request.js';

/** Finds by name what requests name. */
export class ModelDirectory {
  private readonly pods = new NamedIndex<Workload>();
  private readonly accounts = new NamedIndex<Workload>();
  private readonly services = new NamedIndex<Service>();
  private readonly entries = new NamedIndex<Service>();
  private readonly hosts = new Map<string, Service>();

  constructor(private readonly model: ClusterModel) {
    for (const workload of model.workloads) {
      const { kind, namespace, name, serviceAccount } = workload;
      if (kind === 'Pod' || this.pods.get(namespace, name) === undefined) this.pods.set(namespace, name, workload);
      if (this.accounts.get(namespace, serviceAccount) === undefined) {
        this.accounts.set(namespace, serviceAccount, workload);
      }
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

  /** The workload that a source stands for: of an account or a Gateway the first pod. */
  source({ kind, namespace, name }: Exclude<RequestSource, { kind: 'EXTERNAL' }>): Workload | undefined {
    switch (kind) {
      case 'POD':
        return this.pod(namespace, name);
      case 'SERVICE_ACCOUNT':
        return this.accounts.get(namespace, name);
      case 'INGRESS':
        return this.pod(namespace, name) ?? this.model.gatewaysByName.get(`${namespace}/${name}`)?.workloads[0];
    }
  }
}

const hasLabels = (labels: Labels, wanted: Labels): boolean =>
  Object.entries(wanted).every(([key, value]) => labelValue(labels, key) === value);

/** By namespace, then name: no key has to be put together for a look-up. */
class NamedIndex<Value> {
  private readonly byNamespace = new Map<string, Map<string, Value>>();

  get(namespace: string, name: string): Value | undefined {
    return this.byNamespace.get(namespace)?.get(name);
  }

  set(namespace: string, name: string, value: Value): void {
    const byName = this.byNamespace.get(namespace);
    if (byName === undefined) this.byNamespace.set(namespace, new Map([[name, value]]));
    else byName.set(name, value);
  }
}
