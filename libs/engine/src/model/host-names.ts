/** A name without a dot means a Service of the object's own namespace (Istio model ResolveShortnameToFQDN). */
export const fullHost = (host: string, namespace: string): string =>
  host === '' || host === '*' || host.includes('.') ? host : `${host}.${namespace}.svc.cluster.local`;

/** Istio config/host/name.go Matches: on either side a leading star stands for any text. */
export function hostsMeet(a: string, b: string): boolean {
  const [restOfA, restOfB] = [a, b].map((host) => (host.startsWith('*') ? host.slice(1) : null));
  if (restOfA != null && restOfB != null) return restOfA.endsWith(restOfB) || restOfB.endsWith(restOfA);
  if (restOfA != null) return b.endsWith(restOfA);
  return restOfB == null ? a === b : a.endsWith(restOfB);
}
