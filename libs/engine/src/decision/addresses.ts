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

  /** To be parsed when somebody compares it: few policies do. */
  unread(text: string): UnreadAddress {
    return new CachedAddress(text, this);
  }
}

/** An address of a request. */
export interface UnreadAddress {
  /** null: what stands there is no address. */
  readonly parsed: Address | null;
}

export const NO_ADDRESS: UnreadAddress = { parsed: null };

class CachedAddress implements UnreadAddress {
  constructor(
    private readonly text: string,
    private readonly addresses: Addresses,
  ) {}

  get parsed(): Address | null {
    return this.addresses.parse(this.text);
  }
}
