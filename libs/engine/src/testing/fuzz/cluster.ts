import fc from 'fast-check';
import type { DecisionRequest } from '../../decision/request.js';
import { ISTIO_RELEASES } from '../../version/istio-version.js';
import { Choices } from './choices.js';
import { pageOf, PLAIN, type Page } from './files.js';
import { objectsOf, type Fields } from './objects.js';
import { requestOf } from './requests.js';
import { smaller } from './smaller.js';

/** All that one run of the fuzzing needs, as plain data. */
export interface FuzzedCluster {
  readonly objects: readonly Fields[];
  readonly pages: readonly Page[];
  readonly requests: readonly DecisionRequest[];
  /** The order in which the manifests are given a second time: positions, taken as remainders. */
  readonly order: readonly number[];
  /** Two releases to judge by. */
  readonly releases: readonly [from: string, to: string];
}

/**
 * Clusters of near-valid objects. Made in one go and not composed of fast-check's own arbitraries: these take ten times
 * as long for objects as deep as these, and shrink them worse.
 */
class ClusterArbitrary extends fc.Arbitrary<FuzzedCluster> {
  generate(random: fc.Random): fc.Value<FuzzedCluster> {
    const choices = new Choices(random);
    const cluster: FuzzedCluster = {
      objects: objectsOf(choices),
      pages: choices.many(1, 2, () => pageOf(choices)),
      requests: choices.many(1, 4, () => requestOf(choices)),
      order: choices.many(8, 8, () => choices.below(1000)),
      releases: [choices.of(ISTIO_RELEASES), choices.of(ISTIO_RELEASES)],
    };
    return new fc.Value(cluster, undefined);
  }

  canShrinkWithoutContext(_value: unknown): _value is FuzzedCluster {
    return true;
  }

  shrink(cluster: FuzzedCluster): fc.Stream<fc.Value<FuzzedCluster>> {
    return new fc.Stream(smallerClusters(cluster)).map((less) => new fc.Value(less, undefined));
  }
}

function* smallerClusters(cluster: FuzzedCluster): Generator<FuzzedCluster> {
  const { objects, pages, requests } = cluster;
  if (pages.length > 1) for (const page of pages) yield { ...cluster, pages: [page] };
  if (pages.some((page) => JSON.stringify(page) !== JSON.stringify(PLAIN))) yield { ...cluster, pages: [PLAIN] };
  if (requests.length > 0) yield { ...cluster, requests: [] };
  if (requests.length > 1) for (const request of requests) yield { ...cluster, requests: [request] };
  for (const fewer of smaller(objects)) yield { ...cluster, objects: fewer as Fields[] };
}

export const fuzzedCluster = (): fc.Arbitrary<FuzzedCluster> => new ClusterArbitrary();
