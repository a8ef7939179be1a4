import ipaddr from 'ipaddr.js';
import { toAddressBlock } from '../ztunnel/values.js';

export type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** null: no address. IPv4-mapped ones stay IPv6: they never match an IPv4 block (semantics 5.3). */
export function parseAddress(text: string): Address | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  return text.includes(':') && ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text) : null;
}

export interface AddressBlock {
  contains(address: Address | null): boolean;
}

/** An address or CIDR block as Go reads it (semantics 4.7); host bits do not matter. null when it is neither. */
export function parseBlock(text: string): AddressBlock | null {
  const block = toAddressBlock(text);
  if (block === null) return null;
  const slash = block.indexOf('/');
  const address = parseAddress(block.slice(0, slash));
  if (address === null) return null;
  const length = Number(block.slice(slash + 1));
  return { contains: (other) => other !== null && other.kind() === address.kind() && isWithin(other, address, length) };
}

const isWithin = (address: Address, network: Address, length: number): boolean =>
  address instanceof ipaddr.IPv4
    ? network instanceof ipaddr.IPv4 && address.match(network, length)
    : network instanceof ipaddr.IPv6 && address.match(network, length);
