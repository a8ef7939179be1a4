import ipaddr from 'ipaddr.js';

/** A string comparison as istiod writes it for ztunnel (workloadapi/security StringMatch). */
export type StringMatch =
  { readonly exact: string } | { readonly prefix: string } | { readonly suffix: string } | { readonly presence: true };

export interface ServiceAccountMatch {
  readonly namespace: string;
  readonly serviceAccount: string;
}

/**
 * Istio ambient/authorization.go stringToMatch. A leading star is looked at first, so that `*x*` is a suffix match on
 * the literal `x*`; a star inside is literal.
 */
export function toStringMatch(value: string): StringMatch {
  if (value === '*') return { presence: true };
  if (value.startsWith('*')) return { suffix: value.slice(1) };
  if (value.endsWith('*')) return { prefix: value.slice(0, -1) };
  return { exact: value };
}

/** Istio ambient/authorization.go stringToServiceAccountMatch: without a slash the policy's own namespace is meant. */
export function toServiceAccountMatch(value: string, policyNamespace: string): ServiceAccountMatch {
  const slash = value.indexOf('/');
  if (slash < 0) return { namespace: policyNamespace, serviceAccount: value };
  return { namespace: value.slice(0, slash), serviceAccount: value.slice(slash + 1) };
}

/** Istio ambient/authorization.go stringToPort: decimal digits up to 65535; anything else is left out silently. */
export function toPort(value: string): number | null {
  if (!/^[0-9]+$/.test(value)) return null;
  const port = Number(value);
  return port <= 65535 ? port : null;
}

/**
 * Istio ambient/authorization.go stringToIP, which parses with Go's net/netip: no leading zeros, no shorthand; host
 * bits of a block are kept. Answers `address/length`, or null for what is left out silently.
 */
export function toAddressBlock(value: string): string | null {
  const slash = value.indexOf('/');
  const address = parseAddress(slash < 0 ? value : value.slice(0, slash), slash < 0);
  if (address === null) return null;
  const bits = address.kind() === 'ipv4' ? 32 : 128;
  if (slash < 0) return `${address.toString()}/${bits}`;
  const length = value.slice(slash + 1);
  if (!/^(0|[1-9][0-9]{0,2})$/.test(length) || Number(length) > bits) return null;
  return `${address.toString()}/${length}`;
}

function parseAddress(text: string, zoneAllowed: boolean): ipaddr.IPv4 | ipaddr.IPv6 | null {
  if (!text.includes(':')) return ipaddr.IPv4.isValidFourPartDecimal(text) ? ipaddr.IPv4.parse(text) : null;
  const percent = text.indexOf('%');
  if (percent >= 0 && (!zoneAllowed || percent === text.length - 1)) return null;
  const bare = percent < 0 ? text : text.slice(0, percent);
  return ipaddr.IPv6.isValid(bare) ? ipaddr.IPv6.parse(bare) : null;
}
