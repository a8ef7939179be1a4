/** Metadata as the API server writes it: each object is created a second after the one before. */
export function metadata(cluster, namespace, name, { labels, annotations, owner } = {}) {
  cluster.created += 1000;
  return {
    ...(annotations && { annotations }),
    creationTimestamp: new Date(cluster.created).toISOString().replace('.000Z', 'Z'),
    generation: 1,
    ...(labels && { labels }),
    name,
    ...(namespace && { namespace }),
    ...(owner && {
      ownerReferences: [
        {
          apiVersion: owner.apiVersion,
          blockOwnerDeletion: true,
          controller: true,
          kind: owner.kind,
          name: owner.metadata.name,
          uid: owner.metadata.uid,
        },
      ],
    }),
    resourceVersion: String(cluster.random.integer(1e6, 9e8)),
    uid: cluster.random.uid(),
  };
}

/** The next free address of the cluster in `10.X.Y.Z`, for pods (10.0.0.0/9) and services (10.128.0.0/9). */
export function address(cluster, kind) {
  const number = ++cluster.address;
  const first = (kind === 'service' ? 128 : 0) + ((number >> 16) & 127);
  return `10.${first}.${(number >> 8) & 255}.${number & 255}`;
}

export const condition = (cluster, type, reason = type) => ({
  lastTransitionTime: new Date(cluster.created).toISOString().replace('.000Z', 'Z'),
  message: '',
  reason,
  status: 'True',
  type,
});
