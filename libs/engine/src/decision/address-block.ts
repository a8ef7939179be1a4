import ipaddr from 'ipaddr.js';

export type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** null: no address. IPv4-mapped ones stay IPv6: they never match an IPv4 block (semantics 5.3). */
export function parseAddress(text: string): Address | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  return text.includes(':') && ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text) : null;
}

export interface AddressBlock {
  contains(address: Address | null): boolean;
}

/** An address or CIDR block; host bits do not matter. null when it is neither. */
export function parseBlock(text: string): AddressBlock | null {
  const slash = text.indexOf('/');
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (address === null) return null;
  const bits = address.kind() === 'ipv4' ? 32 : 128;
  const written = slash < 0 ? String(bits) : text.slice(slash + 1);
  if (!/^\d{1,3}$/.test(written) || Number(written) > bits) return null;
  const length = Number(written);
  return { contains: (other) => other !== null && other.kind() === address.kind() && isWithin(other, address, length) };
}

const isWithin = (address: Address, network: Address, length: number): boolean =>
  address instanceof ipaddr.IPv4
    ? network instanceof ipaddr.IPv4 && address.match(network, length)
    : network instanceof ipaddr.IPv6 && address.match(network, length);
