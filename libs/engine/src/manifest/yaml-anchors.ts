import { ReadProblem } from './read-problem.js';

/** A value that an alias may stand for. */
export interface Anchor {
  readonly value: unknown;
  /** Lines of what the value holds. */
  readonly lines: Uint32Array;
  /** Values it holds, itself included; a long text counts as several. */
  readonly weight: number;
  /** Levels of collections in it. */
  readonly height: number;
}

/** What aliases may still add in one call of `readManifests`: shared by all its documents. */
export class AliasBudget {
  private left: number;

  constructor(private readonly limit: number) {
    this.left = limit;
  }

  charge(weight: number, position: number): void {
    this.left -= weight;
    if (this.left >= 0) return;
    throw new ReadProblem(
      'TOO_MANY_ALIASES',
      `YAML aliases expand to more than ${this.limit} values; write the values out.`,
      position,
    );
  }
}
