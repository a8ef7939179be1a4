const NODE_TYPES = [
  'Cluster',
  'Snapshot',
  'Analysis',
  'Policy',
  'Verdict',
  'Finding',
  'Cohort',
  'DriftRow',
  'Risk',
  'Extension',
] as const;
export type NodeTypeName = (typeof NODE_TYPES)[number];

/** An opaque id made of what names the thing in the store, so that it is the same after every upload. */
export const encodeId = (type: NodeTypeName, key: string): string =>
  Buffer.from(`${type}:${key}`).toString('base64url');

/** The type and the store's own id; undefined for an id that we did not make. */
export function decodeId(id: string): { readonly type: NodeTypeName; readonly key: string } | undefined {
  if (!/^[\w-]{1,2000}$/.test(id)) return undefined;
  const text = Buffer.from(id, 'base64url').toString('utf8');
  const type = NODE_TYPES.find((each) => text.startsWith(`${each}:`));
  return type === undefined ? undefined : { type, key: text.slice(type.length + 1) };
}

/** The store's own id of a thing that must be of this type; undefined for every other id. */
export function keyOf(type: NodeTypeName, id: string): string | undefined {
  const decoded = decodeId(id);
  return decoded?.type === type ? decoded.key : undefined;
}
