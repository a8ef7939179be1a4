import type { FieldPath, Manifest } from '../manifest/manifest.js';
import type { ClusterModel } from '../model/model.js';
import { field, isFields, list, text } from '../model/narrow.js';
import { compareText } from '../model/order.js';
import { keyOf } from '../model/owners.js';

/** `waymark.dev/ignore.waypoint-unused: why that is meant` (docs/how-to/ignore-a-finding.md). */
export const SUPPRESSION_PREFIX = 'waymark.dev/ignore.';
/** Also what somebody writes who has not read how: with no check, or with another separator. */
const LIKE_SUPPRESSION = 'waymark.dev/ignore';

/** One annotation that asks not to count what one check finds about one object. */
export interface Suppression {
  /** As written after the prefix; '' when nothing stands there. */
  readonly check: string;
  /** Why; '' when the value is no text or says nothing, and then nothing is suppressed. */
  readonly reason: string;
  readonly manifest: Manifest;
  readonly path: FieldPath;
}

/** What the manifests of one cluster ask to be ignored, and how far that was used: one instance for one run of the checks. */
export class Suppressions {
  /**
   * One for each object and check, as a person wrote them: Pods, ReplicaSets and what Istio makes of a Gateway repeat the
   * annotations of their owner, which is the place to mend one.
   */
  readonly written: readonly Suppression[];
  private readonly byObject = new Map<string | Manifest, Map<string, Suppression>>();
  private readonly used = new Set<Suppression>();
  private readonly ownerOf: (manifest: Manifest) => string | Manifest;

  /** @param known ids of the checks that can be ignored. @param ran ids of those that run now. */
  constructor(
    model: ClusterModel,
    private readonly known: ReadonlySet<string>,
    private readonly ran: ReadonlySet<string>,
  ) {
    const found: Suppression[] = [];
    for (const manifest of model.manifests) found.push(...suppressionsIn(manifest));
    this.ownerOf = found.length === 0 ? (manifest) => manifest : owners(model);
    for (const suppression of found.sort(byPreference)) this.add(suppression);
    this.written = [...this.byObject.values()]
      .flatMap((byCheck) => [...byCheck.values()])
      .filter(({ manifest }) => !isMade(manifest));
  }

  private add(suppression: Suppression): void {
    const owner = this.ownerOf(suppression.manifest);
    let byCheck = this.byObject.get(owner);
    if (byCheck === undefined) this.byObject.set(owner, (byCheck = new Map<string, Suppression>()));
    if (!byCheck.has(suppression.check)) byCheck.set(suppression.check, suppression);
  }

  /** Whether the annotation names a check whose findings can be ignored. */
  isKnown = ({ check }: Suppression): boolean => this.known.has(check);

  /** What ignores the findings of this check about this object; it counts as used from then on. */
  use(check: string, manifest: Manifest): Suppression | undefined {
    if (this.byObject.size === 0) return undefined;
    const found = this.byObject.get(this.ownerOf(manifest))?.get(check);
    if (found === undefined || found.reason === '' || !this.isKnown(found)) return undefined;
    this.used.add(found);
    return found;
  }

  /** Those that ignore nothing although their check ran. Complete only when every check has reported. */
  unused(): readonly Suppression[] {
    return this.written.filter(
      (suppression) =>
        this.isKnown(suppression) &&
        suppression.reason !== '' &&
        this.ran.has(suppression.check) &&
        !this.used.has(suppression),
    );
  }
}

const NONE: readonly never[] = Object.freeze([]);

/** In the metadata of the object, and in those of its pod template, which its Pods inherit. */
function suppressionsIn(manifest: Manifest): readonly Suppression[] {
  const { metadata, spec } = manifest.body;
  const own = annotationsAt(manifest, metadata, ['metadata']);
  const template = field(spec, 'template');
  if (template === undefined) return own;
  const below = annotationsAt(manifest, field(template, 'metadata'), ['spec', 'template', 'metadata']);
  return below.length === 0 ? own : [...own, ...below];
}

function annotationsAt(manifest: Manifest, metadata: unknown, path: FieldPath): readonly Suppression[] {
  const annotations = field(metadata, 'annotations');
  if (!isFields(annotations)) return NONE;
  let found: Suppression[] | undefined;
  for (const key in annotations) {
    if (!key.startsWith(LIKE_SUPPRESSION)) continue;
    const check = key.startsWith(SUPPRESSION_PREFIX) ? key.slice(SUPPRESSION_PREFIX.length) : '';
    (found ??= []).push({
      check,
      reason: text(annotations[key]).trim(),
      manifest,
      path: [...path, 'annotations', key],
    });
  }
  return found ?? NONE;
}

/** Pods stand for what owns them: a finding names one of many, and any of them may carry the annotation. */
function owners({ workloads }: ClusterModel): (manifest: Manifest) => string | Manifest {
  const keys = new Map(workloads.map(({ manifest, owner }) => [manifest, keyOf(owner)]));
  const owning = new Set(keys.values());
  return (manifest) => keys.get(manifest) ?? (owning.has(keyOf(manifest)) ? keyOf(manifest) : manifest);
}

/** A controller made it from its owner. */
const isMade = ({ body }: Manifest): boolean => list(field(body.metadata, 'ownerReferences')).length > 0;

/** The same choice in whatever order the objects come: one with a reason, the owner's own, then the first by name. */
const byPreference = (a: Suppression, b: Suppression): number =>
  Number(a.reason === '') - Number(b.reason === '') ||
  Number(isMade(a.manifest)) - Number(isMade(b.manifest)) ||
  compareText(a.manifest.kind, b.manifest.kind) ||
  compareText(a.manifest.namespace, b.manifest.namespace) ||
  compareText(a.manifest.name, b.manifest.name) ||
  compareText(a.path.join('/'), b.path.join('/'));
