export const equalBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** Prisma wants bytes over a plain ArrayBuffer. */
export const plainBytes = (content: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(content);
