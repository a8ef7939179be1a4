import { fault, type Fault } from '../schema.js';

/** Collects what a webhook would refuse of one spec; paths begin at the object. */
export class FaultList {
  readonly faults: Fault[] = [];

  add(path: readonly (string | number)[], problem: string): void {
    this.faults.push(fault(problem, 'spec', ...path));
  }

  /** Reports each text for which `problemOf` has something to say. */
  addTexts(
    path: readonly (string | number)[],
    texts: readonly unknown[],
    problemOf: (text: string) => string | null,
  ): void {
    texts.forEach((text, index) => {
      const problem = typeof text === 'string' ? problemOf(text) : null;
      if (problem !== null) this.add([...path, index], problem);
    });
  }
}
