import type { KubernetesObject } from '../manifest/manifest.js';
import { fields, isFields, list, type Fields } from '../model/narrow.js';
import { SHAPES, type Shape } from './shapes.js';

/** Labels and annotations that Istio reads; all others mean nothing to the mesh by themselves. */
const READ_BY_ISTIO = /^(?:istio-injection$|(?:[a-z]+\.)*istio\.io\/)/;

/** What a person wrote: without status, and of the metadata only names, labels and annotations. Keys in order. */
export function textOf(body: KubernetesObject): KubernetesObject {
  const { status: _, metadata, ...rest } = body;
  const { name, namespace, labels, annotations } = fields(metadata);
  const written = { name, namespace, labels: emptyAsNone(labels), annotations: emptyAsNone(annotations) };
  return normal({ ...rest, metadata: written }, {}, asWritten) as KubernetesObject;
}

/**
 * What an object says to the mesh, whatever way it is written: without the API version, names and foreign labels;
 * defaults left out, `targetRef` folded into `targetRefs`, set-like lists sorted and without repetitions.
 */
export function meaningOf(body: KubernetesObject): unknown {
  const { kind, metadata, spec } = body;
  const { labels, annotations } = fields(metadata);
  const shape = typeof kind === 'string' && Object.hasOwn(SHAPES, kind) ? SHAPES[kind] : undefined;
  return normal(
    {
      kind,
      labels: emptyAsNone(readByIstio(labels)),
      annotations: emptyAsNone(readByIstio(annotations)),
      spec: normal(withTargetRefs(fields(spec)), shape ?? {}, meant),
    },
    {},
    asWritten,
  );
}

const emptyAsNone = (value: unknown): unknown =>
  isFields(value) && Object.keys(value).length === 0 ? undefined : value;

const readByIstio = (labels: unknown): Fields =>
  Object.fromEntries(Object.entries(fields(labels)).filter(([key]) => READ_BY_ISTIO.test(key)));

/** PolicyTargetGetter reads `targetRef` only when `targetRefs` is empty (istio pkg/model/policyattachment.go). */
function withTargetRefs({ targetRef, ...spec }: Fields): Fields {
  if (!isFields(targetRef) || list(spec['targetRefs']).length > 0) return spec;
  return { ...spec, targetRefs: [targetRef] };
}

/** Whether a field says nothing. */
type SaysNothing = (value: unknown, name: string, shape: Shape) => boolean;

const asWritten: SaysNothing = (value) => value === undefined;
const meant: SaysNothing = (value, name, { defaults = {} }) =>
  value === undefined ||
  value === null ||
  (Array.isArray(value) && value.length === 0) ||
  (Object.hasOwn(defaults, name) && defaults[name] === value);

function normal(value: unknown, shape: Shape, saysNothing: SaysNothing): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => normal(item, shape.items ?? {}, saysNothing));
    return shape.set ? sortedSet(items) : items;
  }
  if (!isFields(value)) return value;
  const kept = Object.keys(value)
    .filter((name) => !saysNothing(value[name], name, shape))
    .sort();
  return Object.fromEntries(kept.map((name) => [name, normal(value[name], shapeOf(shape, name), saysNothing)]));
}

const NO_SHAPE: Shape = {};
const shapeOf = ({ fields: named = {}, others }: Shape, name: string): Shape =>
  (Object.hasOwn(named, name) ? named[name] : others) ?? NO_SHAPE;

function sortedSet(items: readonly unknown[]): unknown[] {
  const byText = new Map(items.map((item) => [JSON.stringify(item), item]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}
