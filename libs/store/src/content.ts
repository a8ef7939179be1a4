import { canonicalJson, type Manifest } from '@waymark/engine';
import { DuplicateObject, UnstorableObject } from './errors.js';
import { isStorable } from './json-text.js';
import { sha256, sha256Hex } from './sha256.js';

/** An object as it is stored: its key in the cluster, its body and the digest of its body. */
export interface StoredObject {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly group: string;
  /** Canonical JSON. */
  readonly json: string;
  /** Hex sha256 of `json`. */
  readonly digest: string;
}

/** All objects of a snapshot, in the order of their keys. */
export interface Content {
  readonly objects: readonly StoredObject[];
  /** sha256 over the keys and digests: the same for the same objects, whatever their order. */
  readonly digest: Uint8Array;
}

/**
 * Manifests, as admit() and canonicalBody() leave them, in the form that is stored.
 * @throws DuplicateObject, UnstorableObject
 */
export function contentOf(manifests: readonly Manifest[]): Content {
  const keyed = manifests.map((manifest) => ({ key: keyOf(manifest), object: toStored(manifest) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const twice = keyed.filter(({ key }, index) => key === keyed[index - 1]?.key);
  if (twice.length > 0) throw new DuplicateObject(twice.map(({ object }) => nameOf(object)));
  const lines = keyed.map(({ key, object }) => `${key}\0${object.digest}\n`);
  return { objects: keyed.map(({ object }) => object), digest: sha256(lines.join('')) };
}

function toStored({ kind, namespace, name, group, body }: Manifest): StoredObject {
  const json = canonicalJson(body);
  const object = { kind, namespace, name, group, json, digest: sha256Hex(json) };
  if (!isStorable(json)) throw new UnstorableObject(nameOf(object));
  return object;
}

/** No part can hold U+0000: it stands in the body too, which is refused with it. */
const keyOf = ({ kind, namespace, name, group }: Manifest): string => `${kind}\0${namespace}\0${name}\0${group}`;

const nameOf = ({ kind, namespace, name }: Pick<StoredObject, 'kind' | 'namespace' | 'name'>): string =>
  `${kind} ${namespace === '' ? name : `${namespace}/${name}`}`;
