import type { Manifest } from '../../manifest/manifest.js';
import type { ClusterModel } from '../../model/model.js';
import { field, list, text, texts } from '../../model/narrow.js';

/** A rule of a VirtualService that delegates. */
export interface Delegation {
  readonly root: Manifest;
  /** Of the rule in `spec.http` of the root. */
  readonly index: number;
  readonly rule: unknown;
}

const NONE: readonly Delegation[] = Object.freeze([]);

/** VirtualServices without hosts are parts of others (Istio model/virtualservice.go mergeVirtualServicesIfNeeded). */
export const isDelegate = ({ body }: Manifest): boolean => texts(field(body.spec, 'hosts')).length === 0;

/** Which VirtualServices delegate to which. */
export class Delegations {
  private readonly delegates = new Map<string, Manifest>();
  private readonly byDelegate = new Map<string, Delegation[]>();

  constructor({ othersByKind }: ClusterModel) {
    for (const manifest of othersByKind.get('VirtualService') ?? []) {
      if (isDelegate(manifest)) this.delegates.set(`${manifest.namespace}/${manifest.name}`, manifest);
      else this.addRoot(manifest);
    }
  }

  private addRoot(root: Manifest): void {
    list(field(root.body.spec, 'http')).forEach((rule, index) => {
      const name = delegateName(root, rule);
      if (name === null) return;
      const known = this.byDelegate.get(name);
      if (known === undefined) this.byDelegate.set(name, [{ root, index, rule }]);
      else known.push({ root, index, rule });
    });
  }

  to({ namespace, name }: Manifest): readonly Delegation[] {
    return this.byDelegate.get(`${namespace}/${name}`) ?? NONE;
  }

  /** What a rule delegates to; undefined when there is no such VirtualService. */
  target(root: Manifest, rule: unknown): Manifest | undefined {
    return this.delegates.get(delegateName(root, rule) ?? '');
  }
}

/** Null for a rule that does not delegate. */
export function delegateName(root: Manifest, rule: unknown): string | null {
  const delegate = field(rule, 'delegate');
  if (delegate === undefined) return null;
  return `${text(field(delegate, 'namespace')) || root.namespace}/${text(field(delegate, 'name'))}`;
}
