/** `trust-domain/ns/namespace/sa/account`, the SPIFFE id without its scheme, taken apart. */
export interface Identity {
  readonly text: string;
  /** The SPIFFE id as a whole. */
  readonly uri: string;
  readonly trustDomain: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}

export function identity(trustDomain: string, namespace: string, serviceAccount: string): Identity {
  const text = `${trustDomain}/ns/${namespace}/sa/${serviceAccount}`;
  return { text, uri: `spiffe://${text}`, trustDomain, namespace, serviceAccount };
}
