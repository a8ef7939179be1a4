import type { MeshSettings } from '../../model/model.js';

/** The mesh's own trust domain and its aliases, as policies may name them (Istio security/trustdomain/bundle.go). */
export class TrustDomains {
  private readonly all: readonly string[];

  constructor({ trustDomain, trustDomainAliases }: Pick<MeshSettings, 'trustDomain' | 'trustDomainAliases'>) {
    this.all = [trustDomain, ...trustDomainAliases];
  }

  /**
   * ReplaceTrustDomainAliases: only values of five parts are expanded; `cluster.local` always means the mesh's own
   * (semantics 14.19).
   */
  principals(values: readonly string[]): readonly string[] {
    return values.flatMap((value) => {
      const [domain = '', ...rest] = value.split('/');
      if (rest.length !== 4 || domain === '*') return [value];
      if (domain !== 'cluster.local' && !this.all.some((known) => meets(domain, known))) return [value];
      return this.all.map((known) => (endsAs(known, domain) ? value : [known, ...rest].join('/')));
    });
  }

  /** `trustDomains`: only an exact member expands, and `cluster.local` is no pointer (semantics 14.19). */
  trustDomains(values: readonly string[]): readonly string[] {
    return values.flatMap((value) => (this.all.includes(value) ? this.all : [value]));
  }
}

const beginsAs = (text: string, pattern: string): boolean =>
  pattern.endsWith('*') && text.startsWith(pattern.slice(0, -1));

const endsAs = (text: string, pattern: string): boolean => pattern.startsWith('*') && text.endsWith(pattern.slice(1));

/** bundle.go stringMatch: either side may hold the star. */
const meets = (a: string, b: string): boolean =>
  a === b || b === '*' || beginsAs(a, b) || beginsAs(b, a) || endsAs(a, b) || endsAs(b, a);
