import type { Manifest } from '../manifest/manifest.js';
import { createdAt, compareText } from '../model/order.js';
import { field, text } from '../model/narrow.js';
import { fault, type Fault } from './schema.js';

/** What a cluster refuses of one object because of another: a namespace that is not there, an address that is taken. */
export function crossObjectFaults(manifests: readonly Manifest[]): ReadonlyMap<Manifest, Fault> {
  return new Map([...unknownNamespaces(manifests), ...takenAddresses(manifests)]);
}

/**
 * Objects alone in a namespace that the cluster does not have. Asked only where Namespaces were read from a cluster, which
 * shows by what its API server wrote on them: a folder of manifests need not hold its namespaces. The mesh's own settings
 * count in any case.
 */
function unknownNamespaces(manifests: readonly Manifest[]): Map<Manifest, Fault> {
  const found = new Map<Manifest, Fault>();
  const namespaces = manifests.filter(({ kind, group }) => kind === 'Namespace' && group === '');
  if (namespaces.every((namespace) => createdAt(namespace) === '')) return found;
  const known = new Set(namespaces.map(({ name }) => name));
  const strangers = manifests.filter(
    ({ namespace, kind }) => !known.has(namespace) && namespace !== '' && kind !== 'ConfigMap',
  );
  const writers = new Map<string, number>();
  for (const { namespace } of strangers.filter(isWritten)) writers.set(namespace, (writers.get(namespace) ?? 0) + 1);
  for (const stranger of strangers) {
    const { namespace } = stranger;
    const others = (writers.get(namespace) ?? 0) - (isWritten(stranger) ? 1 : 0);
    if (others > 0) continue;
    const problem = isWritten(stranger)
      ? `must be a namespace of the cluster, and ${namespace} is none; create it, or correct the name`
      : `must be set: without it the object is for ${namespace}, and the cluster has no such namespace`;
    found.set(stranger, fault(problem, 'metadata', 'namespace'));
  }
  return found;
}

const isWritten = ({ body }: Manifest): boolean => text(field(body.metadata, 'namespace')) !== '';

/**
 * Later objects with an address that another has: Services (kubernetes pkg/registry/core/service/ipallocator refuses it),
 * and pods that run with an address of their own.
 */
function takenAddresses(manifests: readonly Manifest[]): Map<Manifest, Fault> {
  return new Map([
    ...taken(manifests, 'Service', serviceAddress, ['spec', 'clusterIP']),
    ...taken(manifests, 'Pod', podAddress, ['status', 'podIP']),
  ]);
}

function* taken(
  manifests: readonly Manifest[],
  kind: string,
  addressOf: (manifest: Manifest) => string,
  path: string[],
): Generator<[Manifest, Fault]> {
  const holders = new Map<string, Manifest[]>();
  const contested = new Set<string>();
  for (const manifest of manifests) {
    if (manifest.kind !== kind || manifest.group !== '') continue;
    const address = addressOf(manifest);
    if (address === '') continue;
    const others = holders.get(address);
    if (others === undefined) holders.set(address, [manifest]);
    else {
      others.push(manifest);
      contested.add(address);
    }
  }
  for (const address of contested) {
    const [oldest, ...later] = [...(holders.get(address) ?? [])].sort(byCreation);
    const problem = `must not be ${address}, which ${kind} ${oldest?.namespace}/${oldest?.name} has`;
    for (const manifest of later) yield [manifest, fault(problem, ...path)];
  }
}

const byCreation = (a: Manifest, b: Manifest): number =>
  compareText(createdAt(a), createdAt(b)) || compareText(a.namespace, b.namespace) || compareText(a.name, b.name);

function serviceAddress({ body }: Manifest): string {
  const address = text(field(body.spec, 'clusterIP'));
  return address === 'None' || field(body.spec, 'type') === 'ExternalName' ? '' : address;
}

function podAddress({ body }: Manifest): string {
  const phase = text(field(body.status, 'phase'));
  const leaves = field(body.metadata, 'deletionTimestamp') != null || phase === 'Succeeded' || phase === 'Failed';
  return leaves || field(body.spec, 'hostNetwork') === true ? '' : text(field(body.status, 'podIP'));
}
