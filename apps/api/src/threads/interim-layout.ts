import type { KubernetesObject, Manifest } from '@waymark/engine';

const keyOf = ({ kind, namespace, name, group }: Manifest): string => `${kind}\0${namespace}\0${name}\0${group}`;

export const layoutOf = (manifests: readonly Manifest[]): Uint8Array => {
  const sorted = [...manifests].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  return Buffer.from(
    JSON.stringify(
      sorted.map(({ place, group, version, kind, namespace, name }) => ({
        place,
        group,
        version,
        kind,
        namespace,
        name,
      })),
    ),
  );
};

export const restoreManifests = (bodies: readonly KubernetesObject[], layout: Uint8Array): Manifest[] => {
  const places = JSON.parse(Buffer.from(layout).toString()) as Omit<Manifest, 'body' | 'locate'>[];
  return places.map((known, index) => ({ ...known, body: bodies[index] ?? {}, locate: () => known.place }));
};
