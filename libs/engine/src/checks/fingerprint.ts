import type { ObjectRef } from '../manifest/manifest.js';

/**
 * Same cause, same fingerprint: made of the check, the object and what the cause says, never of a line or an index.
 * Readable on purpose: it stands in people's exceptions.
 */
export function fingerprint(check: string, { kind, namespace, name }: ObjectRef, cause: string): string {
  const object = `${check}/${kind}/${namespace}/${name}`;
  return cause === '' ? object : `${object}/${shortHash(cause)}`;
}

/** cyrb53 by bryc (public domain): 53 bits are plenty to tell the causes on one object apart. */
function shortHash(text: string): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36);
}
