import { isGranted } from '../../attachment/reference-grants.js';
import type { RouteParents } from '../../attachment/route-parents.js';
import type { TargetIndex } from '../../attachment/target-index.js';
import type { Enforcer } from '../../analysis.js';
import type { Manifest } from '../../manifest/manifest.js';
import type { ClusterModel, Service } from '../../model/model.js';
import { field, list, text, texts } from '../../model/narrow.js';
import type { Route } from '../../model/route.js';
import { enforcerOf } from '../waypoint-reach.js';
import type { Delegations } from './delegations.js';
import type { HostIndex } from './host-index.js';

/** A gateway that sends to a service. */
export interface IngressPath {
  readonly enforcer: Enforcer;
  /** The Gateway. */
  readonly manifest: Manifest;
}

const NONE: readonly IngressPath[] = Object.freeze([]);

/** Which gateways send to which services: by routes that they admit, or by VirtualServices of classic Gateways. */
export class IngressPaths {
  private byService: Map<Service, Map<Manifest, IngressPath>> | undefined;

  constructor(
    private readonly model: ClusterModel,
    private readonly parents: RouteParents,
    private readonly targets: TargetIndex,
    private readonly hosts: HostIndex,
    private readonly delegations: Delegations,
  ) {}

  to(service: Service): readonly IngressPath[] {
    this.byService ??= this.found();
    return [...(this.byService.get(service)?.values() ?? NONE)];
  }

  private found(): Map<Service, Map<Manifest, IngressPath>> {
    const found = new Map<Service, Map<Manifest, IngressPath>>();
    const add = (path: IngressPath, service: Service): void => {
      const known = found.get(service);
      if (known === undefined) found.set(service, new Map([[path.manifest, path]]));
      else known.set(path.manifest, path);
    };
    for (const route of this.model.routes) {
      const paths = this.pathsOf(route);
      if (paths.length === 0) continue;
      for (const service of this.backendsOf(route)) paths.forEach((path) => add(path, service));
    }
    for (const virtualService of this.model.othersByKind.get('VirtualService') ?? []) {
      const paths = this.classicPathsOf(virtualService);
      if (paths.length === 0) continue;
      for (const service of this.destinationsOf(virtualService)) paths.forEach((path) => add(path, service));
    }
    return found;
  }

  private pathsOf(route: Route): IngressPath[] {
    return route.parentRefs.flatMap((parent) => {
      const gateway =
        parent.kind === 'Gateway'
          ? this.model.gatewaysByName.get(`${parent.namespace}/${parent.name}`)
          : this.parents.gatewayOfListenerSet(parent);
      if (gateway === undefined) return [];
      const outcome = this.parents.outcome(route, parent);
      if (outcome === null || outcome.isMesh || outcome.refusal !== null) return [];
      return [{ enforcer: enforcerOf(gateway), manifest: gateway.manifest }];
    });
  }

  private backendsOf(route: Route): readonly Service[] {
    return list(field(route.manifest.body.spec, 'rules')).flatMap((rule) =>
      list(field(rule, 'backendRefs')).flatMap((ref) => {
        const namespace = text(field(ref, 'namespace')) || route.namespace;
        const name = text(field(ref, 'name'));
        if (!isGranted(this.model, route, namespace, name)) return [];
        return this.targets.servicesNamed('Service', namespace, name);
      }),
    );
  }

  private classicPathsOf({ namespace, body }: Manifest): IngressPath[] {
    const names = texts(field(body.spec, 'gateways')).map((name) =>
      name.includes('/') ? name.replace(/^\.\//, `${namespace}/`) : `${namespace}/${name}`,
    );
    if (names.length === 0) return [];
    return (this.model.othersByKind.get('Gateway') ?? [])
      .filter((gateway) => names.includes(`${gateway.namespace}/${gateway.name}`))
      .map((manifest) => ({
        enforcer: { type: 'GATEWAY' as const, namespace: manifest.namespace, name: manifest.name },
        manifest,
      }));
  }

  private destinationsOf(root: Manifest): readonly Service[] {
    const rules = ['http', 'tcp', 'tls'].flatMap((section) => list(field(root.body.spec, section)));
    return rules.flatMap((rule) => {
      const delegate = this.delegations.target(root, rule);
      if (delegate === undefined) return this.destinationsIn(rule, root.namespace);
      const delegated = list(field(delegate.body.spec, 'http'));
      return delegated.flatMap((one) => this.destinationsIn(one, delegate.namespace));
    });
  }

  private destinationsIn(rule: unknown, namespace: string): readonly Service[] {
    return list(field(rule, 'route')).flatMap((entry) =>
      this.hosts.named(text(field(field(entry, 'destination'), 'host')), namespace),
    );
  }
}
