import type { Manifest } from '../manifest/manifest.js';
import { groupBy } from './group-by.js';
import type { Workload } from './model.js';
import { field, labelsOf, labelValue, list, text } from './narrow.js';
import { byNamespaceAndName } from './order.js';

const SERVICE_NAME = 'kubernetes.io/service-name';

/** The pods that EndpointSlices list by targetRef; read only for the Services that have no selector. */
export class EndpointSlices {
  private slicesByService: ReadonlyMap<string, readonly Manifest[]> | undefined;
  private podsByName: ReadonlyMap<string, Workload> | undefined;

  constructor(
    private readonly slices: readonly Manifest[],
    private readonly workloads: readonly Workload[],
  ) {}

  /** An address alone names no pod (ambient/workloads.go matchingServicesWithoutSelectors). */
  podsBehind(service: Manifest): readonly Workload[] {
    this.slicesByService ??= groupBy(this.slices, slicedService);
    const pods = new Set<Workload>();
    for (const slice of this.slicesByService.get(`${service.namespace}/${service.name}`) ?? []) {
      for (const endpoint of list(field(slice.body, 'endpoints'))) {
        const pod = this.podOf(field(endpoint, 'targetRef'), slice.namespace);
        if (pod !== undefined) pods.add(pod);
      }
    }
    return [...pods].sort(byNamespaceAndName);
  }

  private podOf(targetRef: unknown, namespace: string): Workload | undefined {
    if (field(targetRef, 'kind') !== 'Pod') return undefined;
    this.podsByName ??= podsByName(this.workloads);
    return this.podsByName.get(`${text(field(targetRef, 'namespace')) || namespace}/${text(field(targetRef, 'name'))}`);
  }
}

/** `namespace/service`; slices of nothing share the name ''. */
function slicedService({ namespace, body }: Manifest): string {
  const service = labelValue(labelsOf(field(body.metadata, 'labels')), SERVICE_NAME);
  return service === undefined ? '' : `${namespace}/${service}`;
}

function podsByName(workloads: readonly Workload[]): ReadonlyMap<string, Workload> {
  const pods = new Map<string, Workload>();
  for (const workload of workloads) {
    if (workload.kind === 'Pod') pods.set(`${workload.namespace}/${workload.name}`, workload);
  }
  return pods;
}
