import { z } from 'zod';
import { labelsSchema } from './cluster.js';

const name = z
  .string()
  .trim()
  .regex(/^[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?$/, 'must be 1 to 63 lower-case letters, digits, "-" and "."');

/** An empty selector would hold every cluster by accident. */
const selector = labelsSchema.refine((labels) => Object.keys(labels).length > 0, 'must name at least one label');

export const cohortSchema = z.strictObject({ name, selector });
export const cohortChangeSchema = z.strictObject({ name: name.nullish(), selector: selector.nullish() });
