import type { Manifest, Skipped } from '../manifest/manifest.js';
import { refOf } from './evidence.js';
import { byPlace } from './order.js';

/** Manifests by `group/kind`, one for each object. */
export interface ManifestGroups {
  of(group: string, kind: string): readonly Manifest[];
  readonly byGroupAndKind: ReadonlyMap<string, readonly Manifest[]>;
}

const NONE: readonly Manifest[] = Object.freeze([]);

/** Of several manifests of one object the first in the input counts, as for an API server that refuses to create it twice. */
export function groupManifests(manifests: readonly Manifest[], skipped: Skipped[]): ManifestGroups {
  const objectsByGroupAndKind = new Map<string, Map<string, Manifest>>();
  for (const manifest of manifests) {
    const groupAndKind = `${manifest.group}/${manifest.kind}`;
    let objects = objectsByGroupAndKind.get(groupAndKind);
    if (objects === undefined) objectsByGroupAndKind.set(groupAndKind, (objects = new Map()));
    const name = `${manifest.namespace}/${manifest.name}`;
    const known = objects.get(name);
    if (known === undefined) {
      objects.set(name, manifest);
      continue;
    }
    const [first, second] = earlierFirst(known, manifest);
    objects.set(name, first);
    skipped.push(duplicate(second, first));
  }
  const byGroupAndKind = new Map(
    [...objectsByGroupAndKind].map(([groupAndKind, objects]) => [groupAndKind, [...objects.values()]] as const),
  );
  return { of: (group, kind) => byGroupAndKind.get(`${group}/${kind}`) ?? NONE, byGroupAndKind };
}

/** Two objects on one line (a List in one line of JSON) are told apart by their text, so that input order never decides. */
function earlierFirst(a: Manifest, b: Manifest): [Manifest, Manifest] {
  const order = byPlace(a, b) || (JSON.stringify(a.body) <= JSON.stringify(b.body) ? -1 : 1);
  return order < 0 ? [a, b] : [b, a];
}

const duplicate = (second: Manifest, first: Manifest): Skipped => ({
  file: second.place.file,
  line: second.place.line,
  reason: 'DUPLICATE_OBJECT',
  message:
    `${second.kind} ${second.namespace === '' ? '' : `${second.namespace}/`}${second.name} was already read from ` +
    `${first.place.file}:${first.place.line}, which counts; remove one of the two.`,
  object: refOf(second),
});
