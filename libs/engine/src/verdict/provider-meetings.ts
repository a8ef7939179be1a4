import { AttachedPolicies } from '../attachment/attached-policies.js';
import { attaches } from '../attachment/attaches.js';
import type { Selection } from '../attachment/selection.js';
import type { ExtAuthzProviders } from '../authorization/ext-authz-providers.js';
import type { ClusterModel, Gateway, Service, Workload } from '../model/model.js';
import type { AuthorizationPolicy } from '../model/policy.js';
import { meetsSeveralProviders } from '../waypoint/chain-policies.js';
import { routerProxy, routerSettings } from '../attachment/router-proxy.js';

/** Where CUSTOM policies with different providers meet in one chain; istiod then asks none of them (semantics 14.21). */
export class ProviderMeetings {
  private readonly custom: readonly AuthorizationPolicy[];
  /** false in most meshes: then nothing below is computed. */
  private readonly arePossible: boolean;
  private attached: AttachedPolicies<AuthorizationPolicy> | undefined;
  private selecting: Map<Workload, AuthorizationPolicy[]> | undefined;

  constructor(
    private readonly model: ClusterModel,
    private readonly selection: Selection,
    private readonly providers: ExtAuthzProviders,
  ) {
    this.custom = model.policies.filter(
      (policy): policy is AuthorizationPolicy => policy.kind === 'AuthorizationPolicy' && policy.action === 'CUSTOM',
    );
    this.arePossible = meetsSeveralProviders(this.custom, providers);
  }

  /** @param service null: the chains for traffic addressed to pods. */
  atWaypoint(waypoint: Gateway, service: Service | null): boolean {
    if (!this.arePossible) return false;
    this.attached ??= new AttachedPolicies(this.model, 'AuthorizationPolicy');
    return this.isMeeting(this.attached.ofChain(waypoint, service).filter(({ action }) => action === 'CUSTOM'));
  }

  atSidecar(workload: Workload): boolean {
    if (!this.arePossible) return false;
    this.selecting ??= this.bySelectedWorkload();
    return this.isMeeting(this.selecting.get(workload) ?? []);
  }

  atRouter(gateway: Gateway): boolean {
    if (!this.arePossible) return false;
    const { rootNamespace } = this.model.mesh;
    const settings = routerSettings(this.model);
    const proxy = routerProxy(gateway);
    return this.isMeeting(
      this.custom.filter(
        (policy) =>
          (policy.namespace === rootNamespace || policy.namespace === gateway.namespace) &&
          attaches(policy, proxy, settings),
      ),
    );
  }

  private isMeeting(custom: readonly AuthorizationPolicy[]): boolean {
    return meetsSeveralProviders(custom, this.providers);
  }

  private bySelectedWorkload(): Map<Workload, AuthorizationPolicy[]> {
    const selecting = new Map<Workload, AuthorizationPolicy[]>();
    for (const policy of this.custom.filter(({ targetRefs }) => targetRefs.length === 0)) {
      for (const workload of this.selection.atEnvoy(policy)) {
        const policies = selecting.get(workload);
        if (policies === undefined) selecting.set(workload, [policy]);
        else policies.push(policy);
      }
    }
    return selecting;
  }
}
