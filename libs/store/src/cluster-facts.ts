import type { Aspect, DenyAll, ExtensionPatch, FailOpen, Fact, FleetFacts, ObjectRef } from '@waymark/engine';
import { sha256Hex } from './sha256.js';

/** A thing of a cluster as it is compared with other clusters, by digests (hex sha256). */
export interface ComparedThing extends ObjectRef {
  readonly aspect: Aspect;
  readonly text: string;
  readonly meaning: string;
  readonly enforcement: string;
  /** What the last two digests are of; the meaning of a policy is read from its manifest. */
  readonly detail: { readonly meaning: unknown; readonly enforcement: unknown };
}

export type RiskSide = 'DENIES_ALL' | 'FAILS_OPEN';

export interface ClusterRisk extends ObjectRef {
  readonly side: RiskSide;
  readonly cause: DenyAll['cause'] | FailOpen['cause'];
  readonly intended: boolean;
  readonly cutOff: readonly ObjectRef[];
  readonly covered: readonly ObjectRef[];
  readonly callers: readonly ObjectRef[];
  readonly evidence: readonly Fact[];
}

/** Empty texts stand for nothing. */
export interface ClusterExtension extends ObjectRef {
  readonly source: string;
  readonly tag: string;
  /** Of the module; of the object's own meaning when the code or the patches stand in it. */
  readonly digest: string;
  readonly pinned: boolean;
  readonly inline: boolean;
  readonly orphaned: boolean;
  readonly team: string;
  readonly proxies: readonly ObjectRef[];
  readonly patches: readonly ExtensionPatch[];
}

/** The engine's fleet facts in the form that is stored. */
export interface ClusterFacts {
  readonly compared: readonly ComparedThing[];
  readonly risks: readonly ClusterRisk[];
  readonly extensions: readonly ClusterExtension[];
}

export const NO_FACTS: ClusterFacts = { compared: [], risks: [], extensions: [] };

/** Hashes much: for a large cluster it is made in another thread, as contentOf is. */
export function clusterFactsOf({ comparables, denyAlls, failOpens, extensions }: FleetFacts): ClusterFacts {
  const compared = comparables.map(({ aspect, object, text, meaning, enforcement }): ComparedThing => {
    const digests = { text: digestOf(text), meaning: digestOf(meaning), enforcement: digestOf(enforcement) };
    return { ...object, aspect, ...digests, detail: { meaning: aspect === 'POLICY' ? null : meaning, enforcement } };
  });
  const meanings = new Map(compared.map((thing) => [keyOf(thing), thing.meaning]));
  return {
    compared,
    risks: [...denyAlls.map(ofDenyAll), ...failOpens.map(ofFailOpen)],
    extensions: extensions.map(({ object, tag, team, digest, ...extension }): ClusterExtension => {
      const ownDigest = extension.inline || object.kind === 'EnvoyFilter' ? meanings.get(keyOf(object)) : undefined;
      return { ...object, ...extension, tag: tag ?? '', team: team ?? '', digest: digest ?? ownDigest ?? '' };
    }),
  };
}

const digestOf = (value: unknown): string => sha256Hex(JSON.stringify(value) ?? '');

const keyOf = ({ kind, namespace, name }: ObjectRef): string => `${kind}/${namespace}/${name}`;

const ofDenyAll = ({ policy, ...risk }: DenyAll): ClusterRisk => ({ ...policy, side: 'DENIES_ALL', ...risk });

const ofFailOpen = ({ policy, ...risk }: FailOpen): ClusterRisk => {
  return { ...policy, side: 'FAILS_OPEN', intended: false, cutOff: [], callers: [], ...risk };
};
