import { TooBusy } from '@waymark/contract';

/** Lets a number of tasks run at once and a number wait; whoever comes on top is told to come back. */
export class Turnstile {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly places: number,
    private readonly waitingPlaces: number,
  ) {}

  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.running < this.places) this.running += 1;
    else await this.queue();
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.running -= 1;
      else next();
    }
  }

  /** Whoever leaves hands over the place, so `running` does not change here. */
  private queue(): Promise<void> {
    if (this.waiting.length >= this.waitingPlaces) throw new TooBusy();
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}
