/** Istio pkg/config/host Name.Matches: either side may begin with a star. */
export function hostsMeet(a: string, b: string): boolean {
  const [wideA, wideB] = [a.startsWith('*'), b.startsWith('*')];
  if (wideA && wideB) {
    const [longer, shorter] = a.length < b.length ? [b, a] : [a, b];
    return longer.slice(1).endsWith(shorter.slice(1));
  }
  if (wideA) return b.endsWith(a.slice(1));
  return wideB ? a.endsWith(b.slice(1)) : a === b;
}
