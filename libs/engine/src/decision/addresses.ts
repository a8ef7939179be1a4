import { type Address, parseAddress } from './address-block.js';

const MOST = 20_000;

/** Parsed addresses by their text: the same few come again and again, and parsing costs more than deciding. */
export class Addresses {
  private readonly parsed = new Map<string, Address | null>();

  parse(text: string): Address | null {
    let address = this.parsed.get(text);
    if (address === undefined) {
      if (this.parsed.size === MOST) this.parsed.clear();
      this.parsed.set(text, (address = parseAddress(text)));
    }
    return address;
  }
}
