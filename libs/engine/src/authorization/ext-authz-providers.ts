import type { ClusterModel } from '../model/model.js';
import { field, text } from '../model/narrow.js';

/** How a provider is asked; UNKNOWN: Istio cannot use it, and denies in its place (semantics 5.3, 14.21). */
export type ExtAuthz = 'HTTP' | 'GRPC' | 'UNKNOWN';

const TYPES: ReadonlyMap<string, ExtAuthz> = new Map([
  ['envoyExtAuthzHttp', 'HTTP'],
  ['envoyExtAuthzGrpc', 'GRPC'],
]);

// Istio pilot/pkg/security/authz/builder/extauthz.go: the name becomes part of a filter's name.
const LEGAL_NAME = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

/** The external authorizers of the mesh that an Envoy can call, by name. */
export class ExtAuthzProviders {
  /** istiod's PILOT_ENABLE_MULTIPLE_CUSTOM_AUTHZ_PROVIDERS. */
  readonly severalAllowed: boolean;
  /** A dry-run CUSTOM policy denies what it matches (semantics 14.12). */
  readonly dryRunDenies: boolean;
  /** false: the snapshot holds no mesh config, so that an absent provider means nothing. */
  readonly areKnown: boolean;
  private readonly byName = new Map<string, ExtAuthz>();

  constructor({ mesh, services, behaviour }: ClusterModel) {
    this.dryRunDenies = behaviour.customDryRunDenies;
    this.areKnown = mesh.manifest !== null;
    this.severalAllowed = mesh.features['PILOT_ENABLE_MULTIPLE_CUSTOM_AUTHZ_PROVIDERS'] === true;
    const hosts = new Map(services.map((service) => [service.hostname, service]));
    for (const { name, type, config } of mesh.extensionProviders) {
      const written = text(field(config, 'service'));
      const slash = written.indexOf('/');
      const service = hosts.get(written.slice(slash + 1));
      const exists = service !== undefined && (slash < 0 || service.namespace === written.slice(0, slash));
      const kind = TYPES.get(type);
      if (kind !== undefined && exists && LEGAL_NAME.test(name)) this.byName.set(name, kind);
    }
  }

  kindOf(provider: string): ExtAuthz {
    return this.byName.get(provider) ?? 'UNKNOWN';
  }
}
