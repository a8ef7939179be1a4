import { z } from 'zod';
import { analysisSchema } from './analysis.js';
import { CONVERSION } from './json-schema.js';

/** JSON Schema (2020-12) of `waymark check --output json`; published as docs/schema/check-output.schema.json. */
export const checkOutputJsonSchema = () => ({
  ...z.toJSONSchema(analysisSchema, CONVERSION),
  title: 'Output of waymark check --output json',
  description: 'What each policy of one cluster comes to, and what is wrong. Fields may be added; none is removed.',
});
