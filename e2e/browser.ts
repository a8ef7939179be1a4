import { existsSync } from 'node:fs';

/** Debian's Chromium where it is installed, else the one that npm brings. */
export async function chromiumPath(): Promise<string> {
  const given = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
  if (existsSync(given)) return given;
  const { default: chromium } = await import('@sparticuz/chromium');
  return chromium.executablePath();
}

/** A browser that calls nobody by itself. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];
