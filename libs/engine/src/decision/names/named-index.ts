/** By namespace, then name: no key has to be put together for a look-up. */
export class NamedIndex<Value> {
  private readonly byNamespace = new Map<string, Map<string, Value>>();

  get(namespace: string, name: string): Value | undefined {
    return this.byNamespace.get(namespace)?.get(name);
  }

  set(namespace: string, name: string, value: Value): void {
    const byName = this.byNamespace.get(namespace);
    if (byName === undefined) this.byNamespace.set(namespace, new Map([[name, value]]));
    else byName.set(name, value);
  }

  /** Keeps what stands there already. */
  add(namespace: string, name: string, value: Value): void {
    if (this.get(namespace, name) === undefined) this.set(namespace, name, value);
  }

  /** Every `namespace/name`. */
  *names(): Iterable<string> {
    for (const [namespace, byName] of this.byNamespace) for (const name of byName.keys()) yield `${namespace}/${name}`;
  }
}
