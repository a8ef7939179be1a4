import { FUZZED_KINDS } from './kinds.js';

const KINDS: ReadonlySet<string> = new Set(FUZZED_KINDS.map(({ kind }) => kind));

/** What the runs have reached: kinds, fields that the engine reads, and with how many types of values. */
export class Reached {
  #runs = 0;
  readonly #types = new Map<string, Set<string>>();
  readonly #kinds = new Set<string>();
  mostReadsPerValue = 0;

  /** @param every how many runs share one that is counted, because counting takes its time */
  constructor(private readonly every = 10) {}

  wantsMore = (): boolean => this.#runs++ % this.every === 0;

  field(kind: string, path: string, value: unknown): void {
    if (!KINDS.has(kind)) return;
    this.#kinds.add(kind);
    const key = `${kind}${path}`;
    const types = this.#types.get(key) ?? new Set();
    types.add(value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);
    this.#types.set(key, types);
  }

  work(reads: number, values: number): void {
    this.mostReadsPerValue = Math.max(this.mostReadsPerValue, reads / Math.max(1, values));
  }

  get kinds(): number {
    return this.#kinds.size;
  }

  /** Fields that the engine has read. */
  get fields(): number {
    return this.#types.size;
  }

  /** Those of them that it has read with more than one type of value. */
  get fieldsOfSeveralTypes(): number {
    return [...this.#types.values()].filter(({ size }) => size > 1).length;
  }
}
