import { z } from 'zod';
import {
  enforcerSchema,
  factSchema,
  findingSchema,
  objectRefSchema,
  PATH_CLASSES,
  skippedSchema,
  verdictSchema,
} from './analysis.js';
import { CONVERSION } from './json-schema.js';

const because = z
  .array(z.string())
  .readonly()
  .describe('Names of the behaviours that bring the change about; all of them are in `behaviours`.');

const outcomeSchema = z
  .object({
    enforcer: enforcerSchema,
    effect: verdictSchema.unwrap().shape.effect,
    rules: verdictSchema.unwrap().shape.rules,
    evidence: z.array(factSchema).readonly(),
  })
  .readonly()
  .meta({ id: 'Outcome', description: 'What one enforcer makes of the policy.' });

const behaviourChangeSchema = z
  .object({
    name: z.string(),
    what: z.string().describe('The behaviour as a statement; yes or no says whether it holds.'),
    source: z.string().describe('Where Istio does it.'),
    before: z.string(),
    after: z.string(),
  })
  .readonly()
  .meta({ id: 'BehaviourChange' });

const verdictChangeSchema = z
  .object({
    policy: objectRefSchema,
    place: z.object({ file: z.string(), line: z.int() }).readonly().nullable(),
    pathClass: z.enum(PATH_CLASSES).nullable().describe('How the traffic comes; null when nobody evaluates at all.'),
    targets: z.array(objectRefSchema).readonly(),
    before: z.array(outcomeSchema).readonly().describe('What holds by `from` only; empty: not evaluated there.'),
    after: z.array(outcomeSchema).readonly().describe('What holds by `to` only.'),
    because,
  })
  .readonly()
  .meta({ id: 'VerdictChange' });

const findingChangeSchema = z
  .object({ change: z.enum(['APPEARS', 'GOES']), finding: findingSchema, because })
  .readonly()
  .meta({ id: 'FindingChange' });

const objectChangeSchema = z
  .object({ change: z.enum(['BECOMES_UNREADABLE', 'BECOMES_READABLE']), skipped: skippedSchema, because })
  .readonly()
  .meta({ id: 'ObjectChange' });

/** The JSON of `waymark check --output json` with two Istio versions. */
export const upgradeSchema = z
  .object({
    schemaVersion: z.literal(1),
    engineVersion: z.string(),
    from: z.string(),
    to: z.string(),
    ownVersion: z.string().nullable().describe('The Istio version that the manifests themselves tell.'),
    objects: z.int().nonnegative(),
    behaviours: z.array(behaviourChangeSchema).readonly().describe('What Istio changed and something here feels.'),
    verdictChanges: z.array(verdictChangeSchema).readonly(),
    findingChanges: z.array(findingChangeSchema).readonly(),
    objectChanges: z.array(objectChangeSchema).readonly(),
    skipped: z.array(skippedSchema).readonly().describe('What takes no part by either version.'),
  })
  .readonly();

/** JSON Schema (2020-12); published as docs/schema/upgrade-output.schema.json. */
export const upgradeOutputJsonSchema = () => ({
  ...z.toJSONSchema(upgradeSchema, CONVERSION),
  title: 'Output of waymark check --output json with two Istio versions',
  description: 'What an upgrade of Istio changes for one cluster. Fields may be added; none is removed.',
});
