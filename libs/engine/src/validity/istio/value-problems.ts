import { isCidr, isIp } from '../addresses.js';
import { shown } from '../fault-text.js';

/** What is wrong with one value of a list, or null. */
export type ProblemOf = (text: string) => string | null;

export const mustNotBeEmpty: ProblemOf = (text) => (text === '' ? 'must not be empty' : null);

export const notAnAddress: ProblemOf = (value) => {
  if (value.includes('/'))
    return isCidr(value) ? null : `must be an address block such as 10.0.0.0/8, not ${shown(value)}`;
  return isIp(value) ? null : `must be an IP address or block, not ${shown(value)}`;
};
export const notAPort: ProblemOf = (value) =>
  /^\d{1,10}$/.test(value) && Number(value) <= 65535
    ? null
    : `must be one port number up to 65535, not ${shown(value)}`;
export const notATrustDomain: ProblemOf = (value) =>
  mustNotBeEmpty(value) ?? (value.includes('/') ? `must be a trust domain without a path, not ${shown(value)}` : null);

/** istio pkg/config/security CheckServiceAccount. */
export const notAServiceAccount: ProblemOf = (value) => {
  if (value.includes('*')) return `must not have wildcards; name one service account, not ${shown(value)}`;
  const parts = value.split('/');
  return parts.length <= 2 && parts.every((part) => part !== '')
    ? null
    : `must be a service account or namespace/service account, not ${shown(value)}`;
};
