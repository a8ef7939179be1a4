import { isIp } from '../addresses.js';
import { shown } from '../fault-text.js';

const LABEL = /^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$/;
const WILDCARD_LABEL = /^(?:\*|\*?[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?)$/;

/** istio pkg/config/validation/agent ValidateFQDN. */
export function isHostName(host: string): boolean {
  if (host === '' || host.length > 255) return false;
  const labels = host.replace(/\.$/, '').split('.');
  return labels.every((label) => label.length <= 63 && LABEL.test(label)) && !/^\d+$/.test(labels.at(-1) ?? '');
}

/** ValidateWildcardDomain: only the first label may hold a star. */
export function isWildcardHost(host: string): boolean {
  if (host === '' || host.length > 255) return false;
  const dot = host.indexOf('.');
  const first = dot === -1 ? host : host.slice(0, dot);
  return first.length <= 63 && WILDCARD_LABEL.test(first) && (dot === -1 || isHostName(host.slice(dot + 1)));
}

export const hostProblem = (host: string): string | null =>
  isWildcardHost(host) ? null : `must be a host name, with a star at most as its first label, not ${shown(host)}`;

export const addressOrHostProblem = (address: string): string | null =>
  isIp(address) || isHostName(address) ? null : `must be an IP address or a host name, not ${shown(address)}`;

/** istio pkg/config/host Name.SubsetOf, whose two directions are Name.Matches. */
export function isSubsetOf(name: string, host: string): boolean {
  if (!host.startsWith('*')) return name === host;
  if (name.startsWith('*')) return name.length >= host.length && name.slice(1).endsWith(host.slice(1));
  return name.endsWith(host.slice(1));
}
