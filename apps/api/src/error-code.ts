/** The code that Node puts on its errors, such as EADDRINUSE. Not by class: threads and tests have classes of their own. */
export function errorCode(error: unknown): string | undefined {
  const isObject = typeof error === 'object' && error !== null;
  return isObject && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
