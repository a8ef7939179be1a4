import { restoreManifests, type KubernetesObject, type ObjectRef, type Place } from '@waymark/engine';
import type { Reader } from './database.js';
import { readLayout } from './layouts.js';

/** An object, and the cluster in whose newest analysed snapshot it is looked up. */
export interface PlacedObject extends ObjectRef {
  readonly clusterId: string;
}

interface ClusterLayout {
  readonly layout: Uint8Array;
  /** apiVersion, kind, namespace and name of all objects: the layout means them by their order. */
  readonly identities: readonly (readonly [string, string, string, string])[];
}

/** The files and lines of objects; one statement and one layout for each cluster that occurs. */
export async function placesOf(
  database: Reader,
  objects: readonly PlacedObject[],
): Promise<(object: PlacedObject) => Place> {
  const placesByCluster = new Map<string, Map<string, Place>>();
  for (const clusterId of new Set(objects.map((object) => object.clusterId))) {
    const [found] = await database.$queryRaw<ClusterLayout[]>`
      SELECT l.body AS layout, (
        SELECT json_agg(json_build_array(CASE o.api_group WHEN '' THEN 'v1' ELSE o.api_group || '/v1' END,
          o.kind, o.namespace, o.name))
        FROM object_version o WHERE o.cluster_id = s.cluster_id
          AND o.valid_from <= s.sequence AND (o.valid_to IS NULL OR o.valid_to > s.sequence)
      ) AS identities
      FROM cluster c
      JOIN snapshot s ON s.cluster_id = c.id AND s.sequence = c.analysed_sequence
      JOIN layout l ON l.digest = s.layout_digest
      WHERE c.id = ${clusterId}::uuid`;
    if (found) placesByCluster.set(clusterId, readPlaces(found.identities, await readLayout(found.layout)));
  }
  return (object) => placesByCluster.get(object.clusterId)?.get(keyOf(object)) ?? { file: '', line: 0 };
}

function readPlaces(identities: ClusterLayout['identities'], layout: Uint8Array): Map<string, Place> {
  const bodies = (identities ?? []).map(([apiVersion, kind, namespace, name]): KubernetesObject => {
    return { apiVersion, kind, metadata: namespace === '' ? { name } : { name, namespace } };
  });
  return new Map(restoreManifests(bodies, layout).map((manifest) => [keyOf(manifest), manifest.place]));
}

const keyOf = ({ kind, namespace, name }: ObjectRef): string => `${kind}/${namespace}/${name}`;
