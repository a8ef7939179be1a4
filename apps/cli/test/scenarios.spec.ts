import { readdirSync } from 'node:fs';
import { afterEach, describe, expect, it } from '@jest/globals';
import { faultOf, readScenario } from './scenario.js';
import { Workshop } from './waymark.js';

const folder = new URL('./scenarios/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.txt'));

describe('the program', () => {
  let workshop: Workshop;
  afterEach(() => workshop.remove());

  it.each(names)('does what %s tells', (name) => {
    const { files, steps } = readScenario(new URL(name, folder).pathname);
    workshop = new Workshop(files);
    expect(steps.length).toBeGreaterThan(0);
    for (const step of steps) expect(faultOf(step, workshop.shell(step.line))).toBeNull();
  });
});
