import ipaddr from 'ipaddr.js';

const LONGEST = 64;

/** Four numbers up to 255 without leading zeros, read by hand: every pod and endpoint is asked. */
export function isIpv4(text: string): boolean {
  let dots = 0;
  let digits = 0;
  let octet = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 46 /* . */) {
      if (digits === 0) return false;
      dots++;
      digits = octet = 0;
    } else {
      if (code < 48 || code > 57 || (digits > 0 && octet === 0)) return false;
      digits++;
      octet = octet * 10 + code - 48;
      if (octet > 255) return false;
    }
  }
  return dots === 3 && digits > 0;
}

export const isIpv6 = (text: string): boolean =>
  text.length <= LONGEST && text.includes(':') && !text.includes('%') && ipaddr.IPv6.isValid(text);

/** As Go's netip.ParseAddr, without zones. */
export const isIp = (text: string): boolean => isIpv4(text) || isIpv6(text);

/** As Go's netip.ParsePrefix. */
export function isCidr(text: string): boolean {
  const slash = text.lastIndexOf('/');
  if (slash === -1 || slash > LONGEST) return false;
  const address = text.slice(0, slash);
  const bits = text.slice(slash + 1);
  if (!/^(0|[1-9]\d{0,2})$/.test(bits)) return false;
  return isIpv4(address) ? Number(bits) <= 32 : isIpv6(address) && Number(bits) <= 128;
}
