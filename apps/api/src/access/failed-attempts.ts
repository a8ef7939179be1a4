import type { Logger } from '../logging/logger.js';

const WINDOW_MS = 60_000;

/** Logs refused tokens at a bounded rate: the first of each minute at once, the rest of the minute as one number. */
export class FailedAttempts {
  private count = 0;
  private timer: NodeJS.Timeout | undefined;
  private readonly addresses = new Set<string>();

  constructor(private readonly logger: Logger) {}

  /** `address` is the sender's; the token itself is never logged. */
  add(address: string): void {
    this.count += 1;
    if (this.addresses.size < 10) this.addresses.add(address);
    if (this.timer !== undefined) return;
    this.logger.warn('token refused', { address });
    this.timer = setTimeout(() => this.tell(), WINDOW_MS).unref();
  }

  private tell(): void {
    if (this.count > 1) {
      this.logger.warn('tokens refused in one minute', { count: this.count, addresses: [...this.addresses] });
    }
    this.count = 0;
    this.timer = undefined;
    this.addresses.clear();
  }
}
