import { createHash } from 'node:crypto';

/** Root of every SPIFFE identity of the example company. */
export const TRUST_DOMAIN = 'meridian.example';

/** `meridian.example/ns/checkout/sa/cart` from 'checkout/cart', as AuthorizationPolicies write it. */
export const principal = (account) => {
  const [namespace, name] = account.split('/');
  return `${TRUST_DOMAIN}/ns/${namespace}/sa/${name}`;
};

// The letters that Kubernetes uses for generated names: no vowels, nothing that looks like another letter.
const LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

/** A generated name part that stays the same from run to run. */
export function suffix(seed, length) {
  const digest = createHash('sha256').update(seed).digest();
  return Array.from({ length }, (_, index) => LETTERS[digest[index] % LETTERS.length]).join('');
}

/** Hands out the addresses of one cluster, in the order in which objects are made. */
export function addressBook(clusterNumber) {
  let pods = 0;
  let services = 0;
  return {
    pod: () => `10.${clusterNumber}.${Math.floor(++pods / 200)}.${10 + (pods % 200)}`,
    service: () => `172.${16 + clusterNumber}.8.${++services}`,
  };
}
