import { isIPv4 } from 'node:net';

/** 127.0.0.0/8, ::1, ::ffff:127.0.0.0/104 or `localhost`. */
export function isLoopback(host: string): boolean {
  const address = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  const v4 = address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
  return address === '::1' || address === 'localhost' || (isIPv4(v4) && v4.startsWith('127.'));
}

/** The host of a Host header, without its port. */
export const hostOf = (header: string): string => header.replace(/:\d+$/, '');
