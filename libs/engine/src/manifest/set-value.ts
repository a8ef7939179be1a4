/** Sets an own property. `__proto__` is a key like any other in a manifest, and must not become the prototype. */
export function setValue(values: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(values, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    values[key] = value;
  }
}
