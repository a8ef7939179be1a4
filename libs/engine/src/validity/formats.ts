import { shown } from './fault-text.js';
import { isCidr, isIpv4, isIpv6 } from './addresses.js';

/** Why a text does not have a `format` that the API server knows, or null. Other formats are not checked. */
export function formatProblem(format: string, text: string): string | null {
  switch (format) {
    case 'date-time':
      return isTimestamp(text) ? null : `must be a time such as 2026-01-31T12:00:00Z, not ${shown(text)}`;
    case 'ipv4':
      return isIpv4(text) ? null : `must be an IPv4 address, not ${shown(text)}`;
    case 'ipv6':
      return isIpv6(text) ? null : `must be an IPv6 address, not ${shown(text)}`;
    case 'cidr':
      return isCidr(text) ? null : `must be an address block such as 10.0.0.0/8, not ${shown(text)}`;
    default:
      return null;
  }
}

const RFC_3339 =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[Tt](?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/;

export const isTimestamp = (text: string): boolean => RFC_3339.test(text);
