/** `trust-domain/ns/namespace/sa/account`, the SPIFFE id without its scheme, taken apart. */
export interface Identity {
  readonly text: string;
  readonly trustDomain: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}

export const identity = (trustDomain: string, namespace: string, serviceAccount: string): Identity => ({
  text: `${trustDomain}/ns/${namespace}/sa/${serviceAccount}`,
  trustDomain,
  namespace,
  serviceAccount,
});
