// Every planted fault: what people really get wrong, each in one cluster. The README of the example fleet is made from
// this list, and a test holds that the engine reports exactly these.
import { prodFaults } from './faults-prod.mjs';
import { stagingFaults } from './faults-staging.mjs';

/**
 * `apply(team)` changes the objects of one cluster: `team(file)` is the list of objects of a file,
 * `team(file, 'Kind name')` one object of it.
 */
export const faults = [...prodFaults, ...stagingFaults];
