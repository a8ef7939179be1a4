import type fc from 'fast-check';

/** Random choices, all from one source, so that a seed repeats them. */
export class Choices {
  constructor(private readonly random: fc.Random) {}

  /** A whole number from 0 to below `limit`. */
  below(limit: number): number {
    return this.random.nextInt(0, limit - 1);
  }

  /** True so many times of a hundred. */
  percent(percentage: number): boolean {
    return this.below(100) < percentage;
  }

  of<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item;
  }

  /** Between `least` and `most` values. */
  many<Item>(least: number, most: number, make: (index: number) => Item): Item[] {
    return Array.from({ length: least + this.below(most - least + 1) }, (_, index) => make(index));
  }

  shuffled<Item>(items: readonly Item[]): Item[] {
    const left = [...items];
    return items.map(() => left.splice(this.below(left.length), 1)[0] as Item);
  }
}
