import type { ClusterModel, Service, Workload } from '../model/model.js';

/** Finds by name what requests name. */
export class ModelDirectory {
  private readonly pods = new Map<string, Workload>();
  private readonly services = new Map<string, Service>();
  private readonly entries = new Map<string, Service>();

  constructor(private readonly model: ClusterModel) {
    for (const workload of model.workloads) {
      const key = `${workload.namespace}/${workload.name}`;
      if (workload.kind === 'Pod' || !this.pods.has(key)) this.pods.set(key, workload);
    }
    for (const service of model.services) {
      const key = `${service.namespace}/${service.name}`;
      if (service.kind === 'Service') this.services.set(key, service);
      else this.entries.set(`${key} ${service.hostname}`, service);
    }
  }

  pod(namespace: string, name: string): Workload | undefined {
    return this.pods.get(`${namespace}/${name}`);
  }

  /** The first pod that runs as the account. */
  podOfAccount(namespace: string, name: string): Workload | undefined {
    return this.model.workloadsByNamespace.get(namespace)?.find(({ serviceAccount }) => serviceAccount === name);
  }

  service(namespace: string, name: string): Service | undefined {
    return this.services.get(`${namespace}/${name}`);
  }

  entry(namespace: string, name: string, host: string): Service | undefined {
    return this.entries.get(`${namespace}/${name} ${host}`);
  }

  /** The named pod, or the first endpoint that has an address. */
  backend({ namespace, workloads }: Service, name: string | undefined): Workload | undefined {
    if (name === undefined) return workloads.find(({ addresses }) => addresses.length > 0) ?? workloads[0];
    return workloads.find((workload) => workload.name === name) ?? this.pod(namespace, name);
  }

  /** A pod of that name, or the first pod of the Gateway of that name. */
  gatewayPod(namespace: string, name: string): Workload | undefined {
    return this.pod(namespace, name) ?? this.model.gatewaysByName.get(`${namespace}/${name}`)?.workloads[0];
  }
}
