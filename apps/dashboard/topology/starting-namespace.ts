interface NamespaceOfCluster {
  readonly name: string;
  readonly mode: string;
  readonly workloads: number;
  readonly services: number;
  readonly waypoint?: string | null;
}

/** The namespace that is shown before one is chosen: the largest with a waypoint, else in the mesh, else at all. */
export function startingNamespace(namespaces: readonly NamespaceOfCluster[]): string | undefined {
  const rank = ({ waypoint, mode }: NamespaceOfCluster) => (waypoint ? 2 : mode === 'NONE' ? 0 : 1);
  const [first] = [...namespaces].sort(
    (a, b) => rank(b) - rank(a) || b.services + b.workloads - (a.services + a.workloads),
  );
  return first?.name;
}
